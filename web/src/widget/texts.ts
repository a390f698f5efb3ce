import type { Language } from "../language";
import type { Day, ShopTexts } from "./settings";

/** Everything that the widget says. */
export interface Texts extends ShopTexts {
  bot: string;
  seat: string;
  you: string;
  close: string;
  menu: string;
  unread(count: number): string;
  newMessages: string;
  log: string;
  today: string;
  yesterday: string;
  tomorrow: string;

  connecting: string;
  lost: string;
  ended: string;
  withBot: string;
  withSeat(name: string): string;

  person: string;
  personAsked: string;
  personClosed(at: string | null): string;
  queued(position: number): string;
  eta(minutes: number): string;
  etaUnknown: string;

  waiting: string;
  joined(name: string | null): string;
  back: string;
  goneOn: string;
  over: string;
  timedOut: string;
  introduced: string;
  left: string;
  rated: string;

  typing(name: string): string;
  sending: string;
  sent: string;
  read: string;
  failed: string;
  again: string;
  drop: string;
  errors: Record<string, string>;

  message: string;
  send: string;
  attach: string;
  dropHere: string;
  tooBig(limit: string): string;
  wrongType: string;
  charactersLeft(count: number): string;

  chosen: string;
  picture(name: string): string;
  download(name: string): string;

  copy(what: string): string;
  copied: string;
  parcel: string;
  order: string;
  trackingNo: string;
  orderNo: string;
  expected: string;
  stalled(days: number): string;
  allScans(count: number): string;
  fewerScans: string;
  callCarrier(carrier: string): string;
  total: string;
  placed: string;
  status: Record<string, string>;

  rate: string;
  rateAsk: string;
  stars(count: number): string;
  scores: readonly [string, string, string, string, string];
  rateWords: string;
  submit: string;
  skip: string;

  leave: string;
  leaveText: string;
  leaveContact: string;
  leaveContactHint: string;
  leaveSent: string;

  introduce: string;
  required: string;
  badPhone: string;
  badEmail: string;
  start: string;

  hours: string;
  opensAt(at: string): string;
  openNow: string;
  closedNow: string;
  closedDay: string;
  days: Record<Day, string>;
  sound: string;
}

const CHINESE: Texts = {
  title: "在线客服",
  subtitle: "有问必答，随时都在",
  greeting: "您好，我是小二。查物流、退换货、开发票，直接跟我说就行；想找同事聊，点下面的“转人工”。",
  placeholder: "说说您的问题…",
  launcher: "",
  offline: "现在是休息时间，同事不在线。您可以先问我，也可以留言，上班后第一时间回复您。",
  privacy: "",
  bot: "小二 · 智能助手",
  seat: "人工客服",
  you: "我",
  close: "关闭",
  menu: "更多",
  unread: (count) => `${count} 条未读消息`,
  newMessages: "新消息",
  log: "聊天记录",
  today: "今天",
  yesterday: "昨天",
  tomorrow: "明天",
  connecting: "正在连接…",
  lost: "网络断开了，正在重新连接…",
  ended: "暂时连不上客服，请稍后再来",
  withBot: "智能助手在线",
  withSeat: (name) => `${name} 正在为您服务`,
  person: "转人工",
  personAsked: "正在转接…",
  personClosed: (at) => (at === null ? "人工休息中" : `人工休息中，${at} 上班`),
  queued: (position) => `排队中 第 ${position} 位`,
  eta: (minutes) => `约 ${minutes} 分钟`,
  etaUnknown: "同事会尽快接待您",
  waiting: "正在为您转接人工客服",
  joined: (name) => (name === null ? "人工客服已接入" : `${name} 已接入，为您服务`),
  back: "人工服务结束，小二继续为您服务",
  goneOn: "小二继续为您服务",
  over: "本次会话已结束，有事随时再说",
  timedOut: "暂时没有同事能接待，这次排队已结束",
  introduced: "您的信息已提交",
  left: "留言已收到",
  rated: "您的评价",
  typing: (name) => `${name} 正在输入`,
  sending: "发送中",
  sent: "送达",
  read: "已读",
  failed: "没有发出去",
  again: "重发",
  drop: "删除",
  errors: {
    message_too_long: "这条消息太长了，请分几次发",
    file_too_large: "文件太大",
    file_type: "不支持这种文件",
    too_many_files: "文件发得太多了，请过一会儿再发",
    files_full: "暂时收不了文件",
    store_full: "服务器暂时收不下，请稍后重发",
    store_down: "服务器暂时收不下，请稍后重发",
    bad_contact: "联系方式太长，或有特殊字符",
  },
  message: "输入消息",
  send: "发送",
  attach: "发送图片或文件",
  dropHere: "松开即可发送",
  tooBig: (limit) => `文件太大了，最大 ${limit}`,
  wrongType: "不支持发送这种文件",
  charactersLeft: (count) => (count < 0 ? `超出 ${-count} 字` : `还可输入 ${count} 字`),
  chosen: "已选",
  picture: (name) => `查看图片 ${name}`,
  download: (name) => `下载 ${name}`,
  copy: (what) => `复制${what}`,
  copied: "已复制",
  parcel: "包裹",
  order: "订单",
  trackingNo: "运单号",
  orderNo: "订单号",
  expected: "预计送达",
  stalled: (days) => `${days} 天没有更新`,
  allScans: (count) => `查看全部 ${count} 条物流`,
  fewerScans: "收起",
  callCarrier: (carrier) => `拨打${carrier}电话`,
  total: "合计",
  placed: "下单时间",
  status: {
    pending_payment: "待付款",
    paid: "待发货",
    shipped: "已发货",
    in_transit: "运输中",
    out_for_delivery: "派送中",
    delivered: "已签收",
    completed: "已完成",
    cancelled: "已取消",
    refunding: "退款中",
    refunded: "已退款",
  },
  rate: "评价服务",
  rateAsk: "这次服务您满意吗？",
  stars: (count) => `${count} 星`,
  scores: ["很不满意", "不满意", "一般", "满意", "非常满意"],
  rateWords: "还想说点什么？（选填）",
  submit: "提交",
  skip: "不了",
  leave: "留言",
  leaveText: "您的问题",
  leaveContact: "手机号或邮箱",
  leaveContactHint: "方便同事联系您（选填）",
  leaveSent: "正在提交…",
  introduce: "先留下联系方式，方便我们找到您",
  required: "请填写这一项",
  badPhone: "请填写正确的电话号码",
  badEmail: "请填写正确的邮箱",
  start: "开始咨询",
  hours: "服务时间",
  opensAt: (at) => `${at} 上班`,
  openNow: "人工客服在线",
  closedNow: "人工客服休息中",
  closedDay: "休息",
  days: {
    monday: "周一",
    tuesday: "周二",
    wednesday: "周三",
    thursday: "周四",
    friday: "周五",
    saturday: "周六",
    sunday: "周日",
  },
  sound: "新消息提示音",
};

const ENGLISH: Texts = {
  title: "Customer service",
  subtitle: "Ask us anything",
  greeting:
    "Hi, I'm Xiaoer. Ask me about parcels, returns or invoices; for a colleague press “Talk to a person” below.",
  placeholder: "Type your question…",
  launcher: "",
  offline:
    "Nobody is at the desk right now. Ask me, or leave a message and we will get back to you first thing.",
  privacy: "",
  bot: "Xiaoer · Assistant",
  seat: "Customer service",
  you: "You",
  close: "Close",
  menu: "More",
  unread: (count) => `${count} unread ${count === 1 ? "message" : "messages"}`,
  newMessages: "New messages",
  log: "Conversation",
  today: "Today",
  yesterday: "Yesterday",
  tomorrow: "Tomorrow",
  connecting: "Connecting…",
  lost: "Connection lost, reconnecting…",
  ended: "We can't be reached right now. Please come back later.",
  withBot: "Assistant online",
  withSeat: (name) => `${name} is with you`,
  person: "Talk to a person",
  personAsked: "Asking for a person…",
  personClosed: (at) => (at === null ? "Desk is closed" : `Desk opens ${at}`),
  queued: (position) => `In the queue: number ${position}`,
  eta: (minutes) => `about ${minutes} min`,
  etaUnknown: "We'll be with you as soon as we can",
  waiting: "Finding a colleague for you",
  joined: (name) => (name === null ? "A colleague has joined" : `${name} has joined`),
  back: "The colleague has left; Xiaoer goes on",
  goneOn: "Xiaoer goes on",
  over: "This conversation has ended. Write again any time.",
  timedOut: "No colleague was free, so you have left the queue",
  introduced: "Your details have been sent",
  left: "Message received",
  rated: "Your rating",
  typing: (name) => `${name} is typing`,
  sending: "Sending",
  sent: "Delivered",
  read: "Seen",
  failed: "Not sent",
  again: "Send again",
  drop: "Delete",
  errors: {
    message_too_long: "This message is too long",
    file_too_large: "This file is too large",
    file_type: "This kind of file can't be sent",
    too_many_files: "Too many files, try again in a while",
    files_full: "No files can be taken right now",
    store_full: "The server can't take it right now",
    store_down: "The server can't take it right now",
    bad_contact: "Too long, or with odd characters",
  },
  message: "Message",
  send: "Send",
  attach: "Send a picture or a file",
  dropHere: "Drop to send",
  tooBig: (limit) => `The file is too large; ${limit} at most`,
  wrongType: "This kind of file can't be sent",
  charactersLeft: (count) => (count < 0 ? `${-count} too many` : `${count} characters left`),
  chosen: "chosen",
  picture: (name) => `View picture ${name}`,
  download: (name) => `Download ${name}`,
  copy: (what) => `Copy ${what.toLowerCase()}`,
  copied: "Copied",
  parcel: "Parcel",
  order: "Order",
  trackingNo: "Tracking number",
  orderNo: "Order number",
  expected: "Expected",
  stalled: (days) => `No update for ${days} days`,
  allScans: (count) => `Show all ${count} updates`,
  fewerScans: "Show less",
  callCarrier: (carrier) => `Call ${carrier}`,
  total: "Total",
  placed: "Placed",
  status: {
    pending_payment: "Unpaid",
    paid: "Paid",
    shipped: "Shipped",
    in_transit: "In transit",
    out_for_delivery: "Out for delivery",
    delivered: "Delivered",
    completed: "Completed",
    cancelled: "Cancelled",
    refunding: "Refunding",
    refunded: "Refunded",
  },
  rate: "Rate this chat",
  rateAsk: "How did we do?",
  stars: (count) => `${count} ${count === 1 ? "star" : "stars"}`,
  scores: ["Very poor", "Poor", "All right", "Good", "Excellent"],
  rateWords: "Anything to add? (optional)",
  submit: "Send",
  skip: "Not now",
  leave: "Leave a message",
  leaveText: "Your question",
  leaveContact: "Phone or email",
  leaveContactHint: "So that we can reach you (optional)",
  leaveSent: "Sending…",
  introduce: "How can we reach you if we get cut off?",
  required: "Please fill this in",
  badPhone: "Please enter a phone number",
  badEmail: "Please enter an email address",
  start: "Start chatting",
  hours: "Opening hours",
  opensAt: (at) => `opens ${at}`,
  openNow: "People are here now",
  closedNow: "Nobody is here right now",
  closedDay: "closed",
  days: {
    monday: "Mon",
    tuesday: "Tue",
    wednesday: "Wed",
    thursday: "Thu",
    friday: "Fri",
    saturday: "Sat",
    sunday: "Sun",
  },
  sound: "Sound for new messages",
};

/** With the shop's own words where it has any. */
export function texts(language: Language, shop: Partial<ShopTexts> | undefined): Texts {
  const ours = language === "en" ? ENGLISH : CHINESE;
  const said = Object.entries(shop ?? {}).filter(([, text]) => typeof text === "string" && text !== "");
  return { ...ours, ...Object.fromEntries(said) };
}
