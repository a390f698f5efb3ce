import type { Language } from "../../language";

interface Text {
  label: string;
  seats: string;
  queues: string;
  nobody: string;
  nobodyAbout: string;
  noQueue: string;
  noQueueAbout: string;
  waiting(count: number): string;
  totalsOf: string;
  urgent: string;
  oldest: string;
  eta: string;
  unknown: string;
  closed: string;
  opens(at: string): string;
  chats(chats: number, capacity: number): string;
  free: string;
  waits: string;
  away: string;
  all: string;
  unsupported: string;
  loading: string;
  totals: { online: string; chats: string; waiting: string; longest: string; unanswered: string };
}

export const text: Record<Language, Text> = {
  "zh-CN": {
    label: "现场",
    seats: "坐席",
    queues: "队列",
    nobody: "还没有坐席上线",
    nobodyAbout: "同事登录工作台后会出现在这里。",
    noQueue: "没有人在排队",
    noQueueAbout: "客户要人工时，各技能组的等待会列在这里。",
    waiting: (count) => `${count} 人`,
    totalsOf: "排队",
    urgent: "紧急",
    oldest: "最久已等",
    eta: "预计等待",
    unknown: "无法预计",
    closed: "现在不在服务时间",
    opens: (at) => `${at} 开始服务`,
    chats: (chats, capacity) => `${chats} / ${capacity}`,
    free: "空闲",
    waits: "等回复",
    away: "未连接",
    all: "全部排队的客户",
    unsupported: "这台服务器的版本还没有现场数据，升级后就能看到。",
    loading: "正在读取现场数据…",
    totals: {
      online: "在线接待",
      chats: "进行中",
      waiting: "排队",
      longest: "最久等待",
      unanswered: "等回复",
    },
  },
  en: {
    label: "Floor",
    seats: "Seats",
    queues: "Queues",
    nobody: "No seat is there yet",
    nobodyAbout: "Colleagues show up here once they open the desk.",
    noQueue: "Nobody waits",
    noQueueAbout: "When customers ask for a person, the waits of each skill stand here.",
    waiting: (count) => `${count} waiting`,
    totalsOf: "Waiting",
    urgent: "Urgent",
    oldest: "Longest wait",
    eta: "Expected",
    unknown: "unknown",
    closed: "Out of hours",
    opens: (at) => `opens ${at}`,
    chats: (chats, capacity) => `${chats} / ${capacity}`,
    free: "Free",
    waits: "waits",
    away: "Not connected",
    all: "Everybody who waits",
    unsupported: "This server is too old to tell; it can after an update.",
    loading: "Reading the floor…",
    totals: {
      online: "Online",
      chats: "Chats",
      waiting: "Waiting",
      longest: "Longest wait",
      unanswered: "Unanswered",
    },
  },
};
