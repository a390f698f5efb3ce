import type { Language } from "../../language";

interface Text {
  transfer: string;
  transferAbout: string;
  invite: string;
  inviteAbout: string;
  toSeat: string;
  toSkill: string;
  find: string;
  none: string;
  load(chats: number, capacity: number): string;
  waiting(count: number): string;
  transferred: string;
  invited: string;
  labels: string;
  labelsAbout: string;
  addLabel: string;
  newLabel(label: string): string;
  noLabels: string;
  removeLabel(label: string): string;
  close: string;
  closeAbout: string;
  closeYes: string;
  handBack: string;
  handBackAbout: string;
  handBackYes: string;
  takeOver: string;
  takeOverAbout(name: string): string;
  takeOverYes: string;
  theBot: string;
  noFloor: string;
  loading: string;
}

export const text: Record<Language, Text> = {
  "zh-CN": {
    transfer: "转接给",
    transferAbout: "转接后由对方接待，聊天记录和备注都会带过去。",
    invite: "邀请同事协助",
    inviteAbout: "对方会加入会话，一起回复客户；客户仍由您接待。",
    toSeat: "在线的同事",
    toSkill: "技能组",
    find: "找同事",
    none: "现在没有别的同事在线",
    load: (chats, capacity) => `接待 ${chats}/${capacity}`,
    waiting: (count) => (count === 0 ? "没有人排队" : `${count} 人排队`),
    transferred: "已转接",
    invited: "已邀请",
    labels: "会话标签",
    labelsAbout: "标签只有同事看得到，用来统计和查找。",
    addLabel: "找标签，或输入新的",
    newLabel: (label) => `新建「${label}」`,
    noLabels: "输入文字新建一个标签",
    removeLabel: (label) => `去掉标签 ${label}`,
    close: "结束这个会话？",
    closeAbout: "结束后不能再回复，客户会收到评价邀请；客户再来会开始新的会话。",
    closeYes: "结束会话",
    handBack: "交回机器人？",
    handBackAbout: "之后由机器人接待，客户再要人工时会重新排队。",
    handBackYes: "交回",
    takeOver: "接管这个会话？",
    takeOverAbout: (name) => `现在由${name}接待。接管后由您回复客户，对方会看到。`,
    takeOverYes: "接管",
    theBot: "机器人",
    noFloor: "读不到同事名单。",
    loading: "正在读取同事名单…",
  },
  en: {
    transfer: "Transfer to",
    transferAbout: "They talk with the customer from then on, and see transcript and notes.",
    invite: "Invite a colleague",
    inviteAbout: "They join and may answer too; the customer stays with you.",
    toSeat: "Colleagues",
    toSkill: "Skills",
    find: "Find a colleague",
    none: "No other colleague is connected",
    load: (chats, capacity) => `${chats}/${capacity} chats`,
    waiting: (count) => (count === 0 ? "nobody waits" : `${count} waiting`),
    transferred: "Transferred",
    invited: "Invited",
    labels: "Labels",
    labelsAbout: "Only colleagues see them; they help to count and to find.",
    addLabel: "Find a label or write a new one",
    newLabel: (label) => `New: “${label}”`,
    noLabels: "Write a new label",
    removeLabel: (label) => `Remove label ${label}`,
    close: "Close this conversation?",
    closeAbout:
      "Nothing more can be said in it, and the customer may rate it. If they come back, a new one begins.",
    closeYes: "Close",
    handBack: "Hand back to the bot?",
    handBackAbout: "The bot answers from then on. If the customer wants a person again, they wait again.",
    handBackYes: "Hand back",
    takeOver: "Take over this conversation?",
    takeOverAbout: (name) => `It is with ${name} now. You would answer the customer, and they would see it.`,
    takeOverYes: "Take over",
    theBot: "the bot",
    noFloor: "The colleagues could not be read.",
    loading: "Reading the colleagues…",
  },
};
