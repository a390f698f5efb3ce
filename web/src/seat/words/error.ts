import { language } from "../../language/chosen";
import { Refused } from "../../wire/request";
import { NotDone } from "../desk/deeds";

export function codeOf(error: unknown): string {
  return error instanceof Refused || error instanceof NotDone ? error.code : "unknown";
}

/** What an error means to a seat, in one sentence. Codes are those of docs/api.md, and `offline`. */
export function sentence(code: string): string {
  const [chinese, english] = SENTENCES[code] ?? UNKNOWN;
  return language.value === "en" ? english : chinese;
}

const UNKNOWN: [string, string] = ["没办成，请稍后再试。", "That did not work. Try again in a moment."];

const SENTENCES: Record<string, [string, string]> = {
  offline: [
    "连不上服务器，还没办成。恢复连接后请再试。",
    "The server cannot be reached. Try again once you are connected.",
  ],
  already_taken: ["这位客户已经被同事接走了。", "A colleague has already taken this customer."],
  not_waiting: ["这位客户已经不在排队了。", "This customer no longer waits."],
  conversation_closed: [
    "会话已经结束，不能再发了。",
    "The conversation is closed; nothing more can be said in it.",
  ],
  not_yours: [
    "您不在这个会话里，不能这样做。先接入再试。",
    "You do not take part in this conversation. Take it first.",
  ],
  unknown_conversation: [
    "找不到这个会话，或者您不能查看。",
    "There is no such conversation, or you may not see it.",
  ],
  seat_gone: ["对方现在不在线，换一位同事试试。", "That colleague is not connected. Choose another."],
  unknown_seat: ["没有这个坐席账号。", "There is no such seat."],
  forbidden: ["您的角色没有这个权限，请找主管。", "Your role does not allow this. Ask a supervisor."],
  message_too_long: ["消息太长，请分成几条发。", "The message is too long. Send it in parts."],
  empty_message: ["消息是空的，写点什么再发。", "The message is empty."],
  too_fast: ["发得太快了，歇一秒再发。", "That was too fast. Wait a second and send it again."],
  busy: ["服务器正忙，请稍等片刻再试。", "The server is busy. Try again in a moment."],
  bad_name: ["名字要在 64 个字节（约 20 个汉字）以内。", "A name has at most 64 bytes."],
  bad_presence: ["接待上限请填 0 到 100 之间的整数。", "Capacity is a whole number from 0 to 100."],
  bad_canned: ["快捷回复填得不对，请检查快捷词、标题和内容。", "Check the shortcut, the title and the text."],
  shortcut_taken: ["这个快捷词已经用过了，换一个吧。", "This shortcut is taken. Choose another."],
  too_many_canned: [
    "快捷回复已经满 200 条，先删掉几条吧。",
    "You have 200 canned replies. Delete some first.",
  ],
  unknown_canned: ["这条快捷回复已经不在了。", "This canned reply is gone."],
  empty_file: ["文件是空的，换一个吧。", "The file is empty."],
  cut_off: ["文件没传完整，请再发一次。", "The file was cut off. Send it again."],
  file_too_large: ["文件太大，压缩一下再发。", "The file is too large."],
  file_type: ["这种文件不能发，请换成图片、PDF 等常见格式。", "Files of this type cannot be sent."],
  too_many_files: [
    "这个会话一小时内发的文件太多了，过会儿再发。",
    "Too many files within an hour. Try again later.",
  ],
  files_full: [
    "服务器存不下更多文件了，请告诉管理员。",
    "The server has no room for more files. Tell an admin.",
  ],
  store_full: [
    "服务器磁盘满了，没有存下来，请告诉管理员。",
    "The server's disk is full; nothing was stored. Tell an admin.",
  ],
  store_down: [
    "服务器暂时存不了东西，请稍后再试。",
    "The server cannot store anything right now. Try again in a moment.",
  ],
  draining: ["服务器正在重启，马上就好。", "The server is restarting. It will be back in a moment."],
  timed_out: ["服务器太久没有回应，请再试一次。", "The server took too long. Try again."],
  search_down: [
    "搜索暂时用不了，其他功能不受影响。",
    "Search is not available right now; everything else works.",
  ],
  search_too_slow: [
    "要找的范围太大了，换个更具体的词，或缩短时间。",
    "The search took too long. Use rarer words or a shorter time.",
  ],
  bad_query: ["搜索条件填得不对，请检查日期和关键词。", "Check the dates and the words of the search."],
  not_authorised: ["登录已经过期，请重新登录。", "Your session is over. Sign in again."],
  internal: ["服务器出了点问题，请稍后再试。", "Something went wrong on the server. Try again in a moment."],
};
