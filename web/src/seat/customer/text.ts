import type { Language } from "../../language";

interface Text {
  label: string;
  none: string;
  unknown: string;
  profile: string;
  orders: string;
  noOrders: string;
  slots: string;
  fields: string;
  earlier: string;
  noEarlier: string;
  labels: string;
  editLabels: string;
  unavailable: Record<"profile" | "orders", string>;
  loading: string;
  copy: string;
  copied: string;
  more(count: number): string;
  messages(count: number): string;
  withBot: string;
  readOnly: string;
  sinceAndUntil(from: string, until: string | null): string;
  again: string;
  ask: string;
}

export const text: Record<Language, Text> = {
  "zh-CN": {
    label: "客户资料",
    none: "选一个会话，这里会显示客户的订单和资料",
    unknown: "未登录的访客",
    profile: "资料",
    orders: "订单",
    noOrders: "名下没有订单",
    slots: "已问到的信息",
    fields: "客户填写",
    earlier: "以前的会话",
    noEarlier: "这是第一次来",
    labels: "标签",
    editLabels: "改标签",
    unavailable: {
      profile: "会员系统暂时没有回应，资料看不到。",
      orders: "订单系统暂时没有回应，订单看不到。",
    },
    loading: "正在读取资料…",
    copy: "复制",
    copied: "已复制",
    more: (count) => `再看 ${count} 单`,
    messages: (count) => `${count} 条`,
    withBot: "机器人",
    readOnly: "只读",
    sinceAndUntil: (from, until) => (until === null ? from : `${from} — ${until}`),
    again: "重新读取",
    ask: "查看聊天记录",
  },
  en: {
    label: "Customer",
    none: "Choose a conversation: the customer's orders and profile stand here",
    unknown: "A visitor who has not signed in",
    profile: "Profile",
    orders: "Orders",
    noOrders: "No orders",
    slots: "Known so far",
    fields: "Introduced as",
    earlier: "Earlier conversations",
    noEarlier: "The first visit",
    labels: "Labels",
    editLabels: "Change labels",
    unavailable: {
      profile: "The customer system does not answer: no profile.",
      orders: "The order system does not answer: no orders.",
    },
    loading: "Reading…",
    copy: "Copy",
    copied: "Copied",
    more: (count) => `${count} more`,
    messages: (count) => `${count} messages`,
    withBot: "Bot",
    readOnly: "read only",
    sinceAndUntil: (from, until) => (until === null ? from : `${from} — ${until}`),
    again: "Read again",
    ask: "Read the transcript",
  },
};
