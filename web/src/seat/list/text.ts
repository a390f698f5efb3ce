import type { Language } from "../../language";
import type { Tab } from "../state/rows";

interface Text {
  label: string;
  tabs: Record<Tab, string>;
  empty: Record<Tab, [title: string, about: string]>;
  loading: string;
  take: string;
  taking: string;
  decline: string;
  offer: string;
  offerGone: string;
  unread(count: number): string;
  bot: string;
  me: string;
  file: string;
  draft: string;
  urgent: string;
  typing: string;
  heldBy(name: string): string;
  withBot: string;
  closed: string;
  past: string;
  gone: string;
  waited(time: string): string;
  keysHint: string;
}

export const text: Record<Language, Text> = {
  "zh-CN": {
    label: "会话列表",
    tabs: { queue: "排队", mine: "我的", all: "全部" },
    empty: {
      queue: ["现在没有人排队，喝口水吧", "有客户要人工时会出现在这里。"],
      mine: ["手上没有客户", "接入一位排队的客户，或者等系统分给您。"],
      all: ["还没有会话", "您接待过、正在接待和排队的客户都会在这里。"],
    },
    loading: "正在读取会话…",
    take: "接入",
    taking: "接入中…",
    decline: "先不接",
    offer: "新客户等您接入",
    offerGone: "这位客户已经不在等了。",
    unread: (count) => `条未读，共${count}条`,
    bot: "机器人：",
    me: "我：",
    file: "[文件] ",
    draft: "[草稿] ",
    urgent: "紧急",
    typing: "对方正在输入…",
    heldBy: (name) => `${name} 接待中`,
    withBot: "机器人接待",
    closed: "已结束",
    past: "接待过",
    gone: "已离开队列",
    waited: (time) => `已等 ${time}`,
    keysHint: "接入",
  },
  en: {
    label: "Conversations",
    tabs: { queue: "Queue", mine: "Mine", all: "All" },
    empty: {
      queue: ["Nobody waits; have a sip of water", "Customers who want a person show up here."],
      mine: ["You have no customers", "Take one from the queue, or wait until one is offered to you."],
      all: ["No conversations yet", "Those you had, those you have and those who wait are all here."],
    },
    loading: "Reading the conversations…",
    take: "Take",
    taking: "Taking…",
    decline: "Not now",
    offer: "A customer is offered to you",
    offerGone: "This customer no longer waits.",
    unread: (count) => `unread: ${count}`,
    bot: "Bot: ",
    me: "Me: ",
    file: "[File] ",
    draft: "[Draft] ",
    urgent: "Urgent",
    typing: "Writing…",
    heldBy: (name) => `With ${name}`,
    withBot: "With the bot",
    closed: "Closed",
    past: "Past",
    gone: "Left the queue",
    waited: (time) => `waiting ${time}`,
    keysHint: "take",
  },
};
