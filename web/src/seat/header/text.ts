import type { Language } from "../../language";

interface Text {
  title: string;
  chats: string;
  floor: string;
  search: string;
  keys: string;
  settings: string;
  canned: string;
  signOut: string;
  me: string;
  presence: string;
  load(chats: number, capacity: number): string;
  capacity: string;
  about: Record<"online" | "busy" | "away" | "offline", string>;
  away: Record<"away" | "busy" | "offline", string>;
  goOnline: string;
  lost: string;
  connecting: string;
  replaced: string;
  useHere: string;
  over: string;
  signIn: string;
  notAllowed: string;
}

export const text: Record<Language, Text> = {
  "zh-CN": {
    title: "坐席工作台",
    chats: "会话",
    floor: "现场",
    search: "搜索聊天记录",
    keys: "快捷键",
    settings: "设置",
    canned: "我的快捷回复",
    signOut: "退出登录",
    me: "我的菜单",
    presence: "接待状态",
    load: (chats, capacity) => `接待 ${chats}/${capacity}`,
    capacity: "接待上限",
    about: {
      online: "会分配新客户给您",
      busy: "手上的继续聊，不再分新客户",
      away: "手上的留着，不再分新客户",
      offline: "手上的客户会放回队列",
    },
    away: {
      away: "您现在是“离开”，不会分到新客户。",
      busy: "您现在是“忙碌”，不会分到新客户。",
      offline: "您已下线，手上的客户已放回队列。",
    },
    goOnline: "开始接待",
    lost: "和服务器断开了，正在重连。您可以继续写，消息会在恢复后按顺序发出，不会丢也不会重复。",
    connecting: "正在连接服务器…",
    replaced: "工作台已在别处打开，这一页不再更新。",
    useHere: "在这里继续使用",
    over: "登录已过期。请重新登录，没发出的内容都还在。",
    signIn: "重新登录",
    notAllowed: "这个账号不能打开工作台，请找管理员。",
  },
  en: {
    title: "Desk",
    chats: "Chats",
    floor: "Floor",
    search: "Search past messages",
    keys: "Keys",
    settings: "Settings",
    canned: "My canned replies",
    signOut: "Sign out",
    me: "My menu",
    presence: "Presence",
    load: (chats, capacity) => `${chats}/${capacity} chats`,
    capacity: "Capacity",
    about: {
      online: "New customers come to you",
      busy: "You keep your chats and get no new ones",
      away: "You keep your chats and get no new ones",
      offline: "Your customers go back to the queue",
    },
    away: {
      away: "You are away: no new customers come to you.",
      busy: "You are busy: no new customers come to you.",
      offline: "You are offline: your customers went back to the queue.",
    },
    goOnline: "Go online",
    lost: "The connection is lost and being restored. You may go on writing: messages wait and go out in order, none missing or twice.",
    connecting: "Connecting…",
    replaced: "The desk was opened elsewhere; this page is no longer updated.",
    useHere: "Use it here",
    over: "Your session is over. Sign in again; nothing you wrote is lost.",
    signIn: "Sign in again",
    notAllowed: "This account may not open the desk. Ask an admin.",
  },
};
