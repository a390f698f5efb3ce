import { language } from "../../language/chosen";
import type { Refused } from "../../wire/request";

/** What went wrong, as one sentence that says what to do about it. */
export function failure({ status, code, message }: Refused): string {
  const known = words[language.value][code];
  if (known !== undefined) return known;
  return status >= 500 ? words[language.value].server : `${words[language.value].other}${message}`;
}

interface Words {
  offline: string;
  server: string;
  /** Before what the server says. */
  other: string;
  [code: string]: string;
}

const words: Record<"zh-CN" | "en", Words> = {
  "zh-CN": {
    offline: "连不上服务器，请检查网络后再试。",
    server: "服务器出错了，稍后再试；一直这样请告诉管理员。",
    other: "没有成功：",
    unauthorized: "登录已过期，请重新登录。",
    forbidden: "您的账号没有这个权限，需要的话请联系管理员。",
    not_found: "没有找到，可能刚被删掉了。",
    content_changed: "有人刚改过这里，请看过最新内容再决定。",
    draft_not_ready: "草稿还没准备好，检查和比对完成后才能上线。",
    bad_path: "这个文件名不能用。",
    bad_edit: "这处改动不能保存。",
    throttled: "操作太频繁了，请稍等一下。",
  },
  en: {
    offline: "The server does not answer. Check your connection and try again.",
    server: "The server failed. Try again in a moment; tell an admin if it stays like this.",
    other: "That did not work: ",
    unauthorized: "Your session is over. Please sign in again.",
    forbidden: "Your account may not do this. An admin can change that.",
    not_found: "It is not there; somebody may have removed it.",
    content_changed: "Somebody has just changed this. Look at what is there now.",
    draft_not_ready: "The draft is not ready: it must be checked and compared first.",
    bad_path: "A file cannot be called so.",
    bad_edit: "This change cannot be saved.",
    throttled: "Too often; wait a moment.",
  },
};
