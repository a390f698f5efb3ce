import type { Good, Order } from "../wire/demo";

/** What a customer may ask. The brain reads Chinese; the English says to others what it means. */
export interface Question {
  say: string;
  en: string;
}

const person: Question = { say: "转人工", en: "A person, please" };

const asked: Record<string, Question[]> = {
  xiaoming: [
    { say: "我的快递到哪了", en: "Where is my parcel?" },
    { say: "书的换货办到哪一步了", en: "How is the exchange of my book going?" },
    { say: "电热水壶退款到账了吗", en: "Was the kettle refunded?" },
  ],
  xiaohong: [
    { say: "显示签收了，可我没收到", en: "It says delivered, but I do not have it" },
    { say: "纸尿裤能退吗", en: "Can I return the nappies?" },
    { say: "圆通的电话是多少", en: "What is the carrier's number?" },
  ],
  laowang: [
    { say: "快递三天没动了", en: "My parcel has not moved for three days" },
    { say: "帮我催一下快递", en: "Please hurry my parcel" },
    { say: "不想要了，能退款吗", en: "I no longer want it: can I get my money back?" },
  ],
  afang: [
    { say: "刚买的手机降价了，能补差价吗", en: "The phone I bought got cheaper: do I get the difference?" },
    { say: "爽肤水什么时候发货", en: "When will the toner be sent?" },
    { say: "我想改收货地址", en: "I want to change the address" },
  ],
  daliu: [
    { say: "空调的退款什么时候到账", en: "When will the air conditioner be refunded?" },
    { say: "台灯今天能送到吗", en: "Will the lamp come today?" },
    { say: "取消刚才下的订单", en: "Cancel the order I have just made" },
  ],
  xinke: [
    { say: "满多少包邮", en: "From what amount is delivery free?" },
    { say: "车厘子什么时候有货", en: "When are cherries back?" },
    { say: "支持七天无理由退货吗", en: "Can I return things within seven days?" },
  ],
};

/** A person is among them, always. */
export function questionsOf(customer: string): Question[] {
  return [...(asked[customer] ?? []), person];
}

/** What one would ask of an order that stands so. */
export function aboutOrder({ order_no, status }: Order): string {
  switch (status) {
    case "pending_payment":
      return `取消订单${order_no}`;
    case "paid":
      return `订单${order_no}什么时候发货`;
    case "shipped":
    case "in_transit":
    case "out_for_delivery":
      return `订单${order_no}到哪了`;
    case "delivered":
    case "completed":
      return `订单${order_no}我想退货`;
    case "cancelled":
    case "refunding":
    case "refunded":
      return `订单${order_no}退款到账了吗`;
  }
}

export function aboutGood({ name, stock }: Good): string {
  return stock === 0 ? `${name}什么时候有货` : `${name}还有货吗`;
}
