import type { Language } from "../../language";
import type { GraphNode, IntentView } from "../../wire/inbox";
import { called, type Terms } from "./terms";

/** What a step does, in an operator's words; of a condition, as far as it can be said. */
export function spoken(node: GraphNode, intent: IntentView, terms: Terms, language: Language): string {
  const english = language === "en";
  switch (node.kind) {
    case "start":
      return english ? (intent.title_en ?? intent.title) : intent.title;
    case "end":
      return "";
    case "call":
      return (english ? CALLS_EN : CALLS)[node.label] ?? node.label;
    case "if":
      return condition(node.label, terms, language);
    case "reply": {
      const reply = intent.replies.find(({ name }) => name === node.label);
      const [text] = (english ? reply?.texts_en : undefined) ?? [];
      return plain(text ?? reply?.texts[0] ?? node.label);
    }
    case "ask": {
      const slot = intent.slots.find(({ name }) => name === node.label);
      return plain(slot?.ask ?? node.label);
    }
    case "handoff":
      return (english ? undefined : terms.get("handoff_reason")?.get(node.label)) ?? node.label;
    case "answer":
      return english ? "The entry that fits" : "答最合适的那一条";
    case "set":
      return node.label;
  }
}

/** A template without its holes. */
export function plain(template: string): string {
  return template.replace(/\{%.*?%\}/gs, "").replace(/\{\{.*?\}\}/gs, "…");
}

/** A condition read aloud. What has no words stays as it is. */
export function condition(written: string, terms: Terms, language: Language): string {
  if (language === "en") return written.replace(/\$/g, "");
  return written
    .replace(/"([\w.]+)"/g, (quoted, code) => called(terms, code)?.replace(/^|$/g, '"') ?? quoted)
    .replace(/("[^"]*") not in \$text/g, "客户没说$1")
    .replace(/("[^"]*") in \$text/g, "客户说到$1")
    .replace(/([$\w.]+) not in \[([^\]]*)\]/g, (_, what, list) => `${what} 不是${either(list)}`)
    .replace(/([$\w.]+) in \[([^\]]*)\]/g, (_, what, list) => `${what} 是${either(list)}`)
    .replace(/\s*!=\s*none\b/g, " 有了")
    .replace(/\s*==\s*none\b/g, " 还没有")
    .replace(/\s*==\s*/g, " 是 ")
    .replace(/\s*!=\s*/g, " 不是 ")
    .replace(/\s*>=\s*/g, " 不小于 ")
    .replace(/\s*<=\s*/g, " 不大于 ")
    .replace(/ and /g, "，并且")
    .replace(/ or /g, "，或者")
    .replace(/\bnot /g, "不是 ")
    .replace(/\$call\.ok\b/g, "办成了")
    .replace(/\$call\.(\w+)/g, "查到的 $1")
    .replace(/\$call\b/g, "查到的")
    .replace(/\$text\b/g, "客户的话")
    .replace(/\$/g, "")
    .replace(/"([^"]*)"/g, "「$1」");
}

function either(list: string): string {
  return list.split(/\s*,\s*/).join("、");
}

/** The calls of the shop systems that come with xiaoer; a shop's own calls have their own names. */
const CALLS: Record<string, string> = {
  "orders.recent": "查最近的订单",
  "orders.get": "查订单",
  "orders.track": "查物流",
  "orders.cancel": "取消订单",
  "orders.change_address": "改地址",
  "orders.urge": "催发货",
  "orders.find": "找以前的订单",
  "after_sales.get": "查售后",
  "after_sales.create": "申请售后",
  "refunds.get": "查退款",
  "invoices.get": "查发票",
  "invoices.request": "申请开票",
  "prices.check": "查价保",
  "stock.get": "查库存",
  "crm.get": "查客户资料",
};

const CALLS_EN: Record<string, string> = {
  "orders.recent": "Look up recent orders",
  "orders.get": "Look up the order",
  "orders.track": "Look up the parcel",
  "orders.cancel": "Cancel the order",
  "orders.change_address": "Change the address",
  "orders.urge": "Urge the warehouse",
  "orders.find": "Find a past order",
  "after_sales.get": "Look up the service case",
  "after_sales.create": "Open a service case",
  "refunds.get": "Look up the refund",
  "invoices.get": "Look up the invoice",
  "invoices.request": "Request an invoice",
  "prices.check": "Check price protection",
  "stock.get": "Look up stock",
  "crm.get": "Look up the customer",
};
