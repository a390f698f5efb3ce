import { language } from "../../language/chosen";

type Words = Record<string, [chinese: string, english: string]>;

/** A code in words; one that is not known as it is. */
function term(words: Words, code: string): string {
  const found = words[code];
  return found === undefined ? code : found[language.value === "en" ? 1 : 0];
}

export const skillWords = (skill: string) => term(SKILLS, skill);
export const channelWords = (channel: string) => term(CHANNELS, channel);
export const statusWords = (status: string) => term(STATUSES, status);
export const levelWords = (level: string) => term(LEVELS, level);
export const fieldWords = (field: string) => term(FIELDS, field);
export const stateWords = (state: string) => term(STATES, state);
export const modeWords = (mode: string) => term(MODES, mode);
export const roleWords = (role: string) => term(ROLES, role);

const SKILLS: Words = {
  general: ["综合", "General"],
  logistics: ["物流", "Logistics"],
  after_sales: ["售后", "After-sales"],
  presales: ["售前", "Presales"],
  refund: ["退款", "Refunds"],
  complaint: ["投诉", "Complaints"],
};

const CHANNELS: Words = {
  web: ["网页", "Web"],
  wechat: ["微信", "WeChat"],
  email: ["邮件", "Email"],
  app: ["App", "App"],
  webhook: ["接口", "Webhook"],
};

const STATUSES: Words = {
  pending_payment: ["待付款", "Unpaid"],
  paid: ["待发货", "To be sent"],
  shipped: ["已发货", "Shipped"],
  in_transit: ["运输中", "In transit"],
  out_for_delivery: ["派送中", "Out for delivery"],
  delivered: ["已签收", "Delivered"],
  completed: ["已完成", "Completed"],
  cancelled: ["已取消", "Cancelled"],
  refunding: ["退款中", "Refunding"],
  refunded: ["已退款", "Refunded"],
};

const LEVELS: Words = { normal: ["普通会员", "Member"], vip: ["VIP会员", "VIP"] };

const STATES: Words = {
  online: ["在线接待", "Online"],
  busy: ["忙碌", "Busy"],
  away: ["离开", "Away"],
  offline: ["下线", "Offline"],
};

const MODES: Words = {
  bot: ["机器人接待中", "With the bot"],
  waiting: ["排队中", "Waiting"],
  human: ["人工接待中", "With a person"],
  closed: ["已结束", "Closed"],
};

const ROLES: Words = {
  seat: ["坐席", "Seat"],
  supervisor: ["主管", "Supervisor"],
  operator: ["运营", "Operator"],
  admin: ["管理员", "Admin"],
};

const FIELDS: Words = {
  name: ["姓名", "Name"],
  level: ["会员等级", "Level"],
  phone: ["手机号", "Phone"],
  email: ["邮箱", "Email"],
  address: ["地址", "Address"],
  wechat: ["微信", "WeChat"],
  order: ["订单", "Order"],
  order_no: ["订单号", "Order number"],
  tracking_no: ["运单号", "Tracking number"],
  product: ["商品", "Product"],
  reason: ["原因", "Reason"],
  detail: ["详情", "Detail"],
  kind: ["类型", "Kind"],
  title: ["抬头", "Title"],
  problem: ["问题", "Problem"],
  what: ["内容", "What"],
  bought: ["所购商品", "Bought"],
};
