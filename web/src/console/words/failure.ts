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
    bad_note: "备注太长了，最多 500 个字。",
    unknown_file: "没有这个文件，可能刚被删掉了。",
    unknown_version: "没有这个版本，可能太早，已经不保留了。",
    content_unfit: "这个版本在这里用不了，请看服务器日志，或换一个版本。",
    draft_too_large: "内容太大了：单个文件最多 2 MB，整个草稿最多 32 MB。",
    store_full: "服务器磁盘满了，请联系管理员。",
    store_down: "服务器暂时读写不了，请稍后再试。",
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
    bad_note: "A note has at most 500 characters.",
    unknown_file: "There is no such file; somebody may have removed it.",
    unknown_version: "There is no such version, or it is too old to be kept.",
    content_unfit: "This version cannot serve here; the server's log says why.",
    draft_too_large: "Too large: a file has up to 2 MB, a draft up to 32 MB.",
    store_full: "The server's disk is full. Tell an admin.",
    store_down: "The server cannot read or write just now. Try again in a moment.",
    throttled: "Too often; wait a moment.",
  },
};
