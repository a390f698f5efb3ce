import type { Language } from "../language";
import type { OrderStatus } from "../wire/demo";
import type { Group } from "./shelves/groups";
import type { Fault } from "./store";

interface Text {
  pageTitle: string;
  shop: string;
  slogan: string;
  strip: { what: string; desk: string; dashboard: string; docs: string };
  top: { search: string; mine(name: string): string };
  banner: { title: string; promises: string[] };
  who: { title: string; hint: string };
  ask: { title: string; hint(name: string): string; sent: string };
  orders: {
    title(name: string): string;
    none: string;
    noneHint: string;
    more(count: number): string;
    fewer: string;
    ask: string;
    number(end: string): string;
    pieces(count: number): string;
    status: Record<OrderStatus, string>;
    steps: string;
  };
  counter: {
    title: string;
    desk: { title: string; body: string; account: string; go: string };
    dashboard: { title: string; body: string; account: string; go: string };
    embed: { title: string; body: string; copy: string; copied: string; docs: string };
    password: string;
  };
  goods: {
    title: string;
    groups: Record<Group, string>;
    stock(count: number): string;
    few(count: number): string;
    restock(days: number | null): string;
    ask: string;
    nothing(wanted: string): string;
    askAnyway: string;
  };
  faults: Record<Fault, string>;
  again: string;
  footer: string;
}

export const text: Record<Language, Text> = {
  "zh-CN": {
    pageTitle: "巷口百货 · 小二演示店",
    shop: "巷口百货",
    slogan: "家门口的小店",
    strip: {
      what: "是给网店用的客服系统，自带大脑：常见的事自己答，该找人时连前因后果一起转给人。这家店拿来给您试。",
      desk: "坐席台",
      dashboard: "数据看板",
      docs: "文档",
    },
    top: { search: "搜搜店里有什么", mine: (name) => `${name}的订单` },
    banner: {
      title: "巷口这家店，家里缺的都有",
      promises: ["满 59 元包邮", "7 天无理由退换", "买贵了补差价"],
    },
    who: { title: "先选一位客人", hint: "选了谁，右下角的聊天就当您是谁，订单也是谁的。" },
    ask: {
      title: "替客人问一句",
      hint: (name) => `点一下，就以${name}的名义发出去。想自己打字，就点右下角。`,
      sent: "已发出，请看聊天窗口",
    },
    orders: {
      title: (name) => `${name}的订单`,
      none: "还没有订单",
      noneHint: "新客人一般先问运费、有没有货、能不能退。",
      more: (count) => `再看 ${count} 单`,
      fewer: "收起",
      ask: "问问这单",
      number: (end) => `尾号 ${end}`,
      pieces: (count) => `等 ${count} 件`,
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
      steps: "物流进度",
    },
    counter: {
      title: "再到柜台后面看看",
      desk: {
        title: "坐席台",
        body: "客人说了“转人工”，就到这儿来接：他要什么、问过什么、订单怎样，都写好了。",
        account: "seat1@demo",
        go: "打开坐席台",
      },
      dashboard: {
        title: "数据看板",
        body: "小二自己答完了多少、转出去多少、客人等了多久、给了几颗星。",
        account: "super@demo",
        go: "打开看板",
      },
      embed: {
        title: "装到您的网店",
        body: "网页里加这一行，聊天窗口就有了：",
        copy: "复制",
        copied: "已复制",
        docs: "怎么接订单、怎么认客人，看文档",
      },
      password: "密码印在启动小二的终端里",
    },
    goods: {
      title: "店里的货",
      groups: { all: "全部", digital: "数码", appliance: "家电", food: "食品", wear: "穿的", life: "生活" },
      stock: (count) => `库存 ${count}`,
      few: (count) => `只剩 ${count} 件`,
      restock: (days) => (days === null ? "补货中" : `补货中，约 ${days} 天后到`),
      ask: "问客服",
      nothing: (wanted) => `店里没有找到“${wanted}”`,
      askAnyway: "问问客服有没有",
    },
    faults: {
      elsewhere: "这家店只在装小二的那台电脑上开门，请在那台电脑上打开这一页。",
      offline: "店里暂时联系不上，正在重试……",
    },
    again: "马上重试",
    footer: "巷口百货是演示用的店，人、货、订单都是编的，重启就恢复原样。",
  },
  en: {
    pageTitle: "Corner Store · a xiaoer demo",
    shop: "Corner Store",
    slogan: "Just down the lane",
    strip: {
      what: "is customer service for online shops, with its own brain: it answers what it can, and hands the rest to people with the whole story. Try it in this shop.",
      desk: "Seat desk",
      dashboard: "Dashboard",
      docs: "Docs",
    },
    top: { search: "Search the shop", mine: (name) => `${name}’s orders` },
    banner: {
      title: "Everything a home runs out of",
      promises: ["Free delivery from ¥59", "7 days to return", "Price protection"],
    },
    who: {
      title: "Choose a customer",
      hint: "The chat in the corner takes you for them, and their orders are yours.",
    },
    ask: {
      title: "Ask something",
      hint: (name) =>
        `One click says it as ${name}. The brain reads Chinese; to type yourself, open the chat.`,
      sent: "Sent: see the chat",
    },
    orders: {
      title: (name) => `${name}’s orders`,
      none: "No orders yet",
      noneHint: "New customers ask about delivery, stock and returns.",
      more: (count) => `${count} more`,
      fewer: "Show fewer",
      ask: "Ask about it",
      number: (end) => `ends in ${end}`,
      pieces: (count) => `and more (${count})`,
      status: {
        pending_payment: "To pay",
        paid: "To be sent",
        shipped: "Sent",
        in_transit: "On its way",
        out_for_delivery: "Out for delivery",
        delivered: "Delivered",
        completed: "Done",
        cancelled: "Cancelled",
        refunding: "Refund under way",
        refunded: "Refunded",
      },
      steps: "Progress of the parcel",
    },
    counter: {
      title: "Look behind the counter",
      desk: {
        title: "Seat desk",
        body: "After “转人工” (a person, please) you answer here, with all that was said, asked and ordered before you.",
        account: "seat1@demo",
        go: "Open the desk",
      },
      dashboard: {
        title: "Dashboard",
        body: "How much the bot settles alone, what it hands over, how long customers wait, and their stars.",
        account: "super@demo",
        go: "Open the dashboard",
      },
      embed: {
        title: "In your own shop",
        body: "This line in a page brings the chat:",
        copy: "Copy",
        copied: "Copied",
        docs: "Connecting orders and customers: the docs",
      },
      password: "the password is printed on xiaoer’s terminal",
    },
    goods: {
      title: "On the shelves",
      groups: {
        all: "All",
        digital: "Digital",
        appliance: "Appliances",
        food: "Food",
        wear: "Wear",
        life: "Living",
      },
      stock: (count) => `${count} in stock`,
      few: (count) => `Only ${count} left`,
      restock: (days) => (days === null ? "Sold out" : `Sold out, back in about ${days} days`),
      ask: "Ask about it",
      nothing: (wanted) => `Nothing here is called “${wanted}”`,
      askAnyway: "Ask in the chat",
    },
    faults: {
      elsewhere: "This shop is open only on the machine that runs xiaoer: open the page there.",
      offline: "The shop does not answer; trying again…",
    },
    again: "Try now",
    footer: "Corner Store is made up, with its people, goods and orders; a restart brings it back as it was.",
  },
};
