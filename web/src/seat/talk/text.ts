import type { Language } from "../../language";

interface Text {
  label: string;
  none: string;
  noneAbout: string;
  withheld: string;
  withheldAbout: string;
  gone: string;
  loading: string;
  back: string;
  more: string;
  customer: string;
  watching(names: string): string;
  colleagueTyping(name: string): string;
  typing: string;
  newer: string;
  bot: string;
  you: string;
  note: string;
  read: string;
  unread: string;
  sending: string;
  waitingToSend: string;
  again: string;
  forget: string;
  handoff: string;
  wants: string;
  known: string;
  rated: string;
  left: string;
  introduced: string;
  choices: string;
  download: string;
  chose: string;
  reminder: string;
  line: {
    taken(name: string, how: string | undefined): string;
    handoff(reason: string): string;
    waiting: string;
    bot: string;
    joined(name: string): string;
    left(name: string): string;
    queued(skill: string): string;
    labels(name: string, labels: string): string;
    noLabels(name: string): string;
    closed: Record<"over" | "by_seat" | "idle" | "queue_timed_out", string>;
  };
}

export const text: Record<Language, Text> = {
  "zh-CN": {
    label: "会话",
    none: "选一个会话开始",
    noneAbout: "用 j、k 上下翻，t 接入，? 看全部快捷键。",
    withheld: "您看不到这个会话了",
    withheldAbout: "可能已经被同事接走，或者交回了机器人。",
    gone: "已离开队列",
    loading: "正在读取聊天记录…",
    back: "返回列表",
    more: "更多操作",
    customer: "客户资料",
    watching: (names) => `${names} 也在看`,
    colleagueTyping: (name) => `${name} 正在输入…`,
    typing: "对方正在输入：",
    newer: "有新消息",
    bot: "机器人",
    you: "我",
    note: "内部备注 · 客户看不到",
    read: "已读",
    unread: "未读",
    sending: "发送中…",
    waitingToSend: "等待发送",
    again: "重发",
    forget: "删除",
    handoff: "交接摘要",
    wants: "要办",
    known: "已知信息",
    rated: "客户评价",
    left: "客户留言",
    introduced: "客户填写了资料",
    choices: "可点的选项",
    download: "下载",
    chose: "点选",
    reminder: "客户还在等您回复",
    line: {
      taken: (name, how) => {
        if (how === "pushed") return `系统分配给 ${name}`;
        if (how === "transferred") return `转接给 ${name}`;
        if (how === "taken_over") return `${name} 接管了会话`;
        return `${name} 接入会话`;
      },
      handoff: (reason) => `转人工：${reason}`,
      waiting: "回到排队",
      bot: "交回机器人接待",
      joined: (name) => `${name} 加入协助`,
      left: (name) => `${name} 退出协助`,
      queued: (skill) => `进入「${skill}」队列`,
      labels: (name, labels) => `${name} 更新标签：${labels}`,
      noLabels: (name) => `${name} 清空了标签`,
      closed: {
        over: "会话已结束",
        by_seat: "坐席结束了会话",
        idle: "客户很久没有回复，会话自动结束",
        queue_timed_out: "排队超时，会话结束",
      },
    },
  },
  en: {
    label: "Conversation",
    none: "Choose a conversation",
    noneAbout: "j and k go up and down, t takes, ? shows all keys.",
    withheld: "You cannot see this conversation any more",
    withheldAbout: "A colleague may have taken it, or the bot has it again.",
    gone: "Left the queue",
    loading: "Reading the transcript…",
    back: "Back to the list",
    more: "More",
    customer: "Customer",
    watching: (names) => `${names} is looking too`,
    colleagueTyping: (name) => `${name} is writing…`,
    typing: "Writing: ",
    newer: "New messages",
    bot: "Bot",
    you: "Me",
    note: "Note · the customer cannot see it",
    read: "Read",
    unread: "Not read",
    sending: "Sending…",
    waitingToSend: "Waits to be sent",
    again: "Send again",
    forget: "Delete",
    handoff: "Handover",
    wants: "Wants",
    known: "Known",
    rated: "Rating",
    left: "Message left",
    introduced: "The customer introduced themselves",
    choices: "Choices",
    download: "Download",
    chose: "chose",
    reminder: "The customer still waits for your answer",
    line: {
      taken: (name, how) => {
        if (how === "pushed") return `Assigned to ${name}`;
        if (how === "transferred") return `Transferred to ${name}`;
        if (how === "taken_over") return `${name} took over`;
        return `${name} took the conversation`;
      },
      handoff: (reason) => `A person is wanted: ${reason}`,
      waiting: "Back in the queue",
      bot: "Handed back to the bot",
      joined: (name) => `${name} joined`,
      left: (name) => `${name} left`,
      queued: (skill) => `Waits for ${skill}`,
      labels: (name, labels) => `${name} set labels: ${labels}`,
      noLabels: (name) => `${name} removed all labels`,
      closed: {
        over: "The conversation is over",
        by_seat: "Closed by the seat",
        idle: "Closed: the customer did not answer for long",
        queue_timed_out: "Closed: nobody came in time",
      },
    },
  },
};
