import type { Language } from "../../language";

interface Text {
  reply: string;
  note: string;
  box: string;
  noteBox: string;
  send: string;
  addNote: string;
  attach: string;
  canned: string;
  hint(send: string): string;
  cannedHint: string;
  suggestion: string;
  edit: string;
  sendNow: string;
  dismiss: string;
  wrong: string;
  cannedNone: string;
  cannedManage: string;
  shared: string;
  unknown: string;
  sendAnyway: string;
  drop: string;
  uploading: string;
  remove: string;
  again: string;
  notMine: Record<"waiting" | "bot" | "human" | "closed", string>;
  withheld: string;
  writeNote: string;
  cancelNote: string;
}

export const text: Record<Language, Text> = {
  "zh-CN": {
    reply: "回复客户",
    note: "内部备注",
    box: "回复客户，输入 / 用快捷回复",
    noteBox: "写给同事看的备注，客户看不到",
    send: "发送",
    addNote: "保存备注",
    attach: "发送图片或文件",
    canned: "快捷回复",
    hint: (send) => `${send} 发送`,
    cannedHint: "↑↓ 选择，Enter 填入，Esc 关闭",
    suggestion: "建议回复",
    edit: "改一改再发",
    sendNow: "直接发送",
    dismiss: "不用这条",
    wrong: "建议不对",
    cannedNone: "没有符合的快捷回复",
    cannedManage: "管理我的快捷回复",
    shared: "公共",
    unknown: "这些变量没有填上，发出前请补全：",
    sendAnyway: "再按一次就照原样发送",
    drop: "松手就发送文件",
    uploading: "上传中…",
    remove: "移除",
    again: "重试",
    notMine: {
      waiting: "客户在排队，接入后就能回复。",
      bot: "机器人正在接待这位客户。",
      human: "同事正在接待这位客户。",
      closed: "会话已经结束，只能查看和写备注。",
    },
    withheld: "客户已离开队列：被同事接走，或回到了机器人那里。后面的内容只有接待的同事能看。",
    writeNote: "写备注",
    cancelNote: "不写了",
  },
  en: {
    reply: "Reply",
    note: "Note",
    box: "Reply to the customer; / for canned replies",
    noteBox: "A note for colleagues; the customer cannot see it",
    send: "Send",
    addNote: "Save the note",
    attach: "Send a picture or a file",
    canned: "Canned replies",
    hint: (send) => `${send} sends`,
    cannedHint: "↑↓ choose, Enter takes it, Esc closes",
    suggestion: "Suggested",
    edit: "Edit",
    sendNow: "Send as it is",
    dismiss: "Dismiss",
    wrong: "It is wrong",
    cannedNone: "No such canned reply",
    cannedManage: "Manage my canned replies",
    shared: "Shared",
    unknown: "These variables have no value; fill them in before sending: ",
    sendAnyway: "Once more sends it as it is",
    drop: "Drop to send",
    uploading: "Uploading…",
    remove: "Remove",
    again: "Try again",
    notMine: {
      waiting: "The customer waits. Take the conversation to answer.",
      bot: "The bot talks with this customer.",
      human: "A colleague talks with this customer.",
      closed: "The conversation is closed: you can read it and write notes.",
    },
    withheld:
      "The customer left the queue: with a colleague, or with the bot. Only whoever talks with them sees more.",
    writeNote: "Write a note",
    cancelNote: "Never mind",
  },
};
