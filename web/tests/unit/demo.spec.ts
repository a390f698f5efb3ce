import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { when, yuan } from "../../src/demo/format";
import { nameOf } from "../../src/demo/names";
import { aboutOrder, questionsOf } from "../../src/demo/questions";
import type { Order, OrderStatus } from "../../src/wire/demo";

/** Ids as the server's sources have them: the first text of each entry. */
function ids(file: string, entry: RegExp): string[] {
  const source = readFileSync(new URL(`../../../src/demo_shop/${file}.rs`, import.meta.url), "utf8");
  return [...source.matchAll(entry)].map(([, id = ""]) => id);
}

const goods = ids("goods", /^ {4}(?:product|sold_out)\("([\w-]+)"/gm);
const customers = ids("seed", /^ {8}customer\(\s*"([\w-]+)"/gm);

test("whatever the shop has is drawn and has an English name", () => {
  expect([goods.length, customers.length]).toEqual([15, 6]);
  for (const [kind, all] of Object.entries({ goods, customers })) {
    for (const id of all) {
      const file = new URL(`../../src/demo/pictures/${kind}/${id}.svg`, import.meta.url);
      expect(existsSync(file), `${kind}/${id}.svg`).toBe(true);
      expect(nameOf(id, "?", "en"), id).not.toBe("?");
    }
  }
});

test("every customer has something to ask, and may ask for a person", () => {
  for (const customer of customers) {
    const said = questionsOf(customer).map(({ say }) => say);
    expect(said.length, customer).toBeGreaterThan(2);
    expect(said.at(-1), customer).toBe("转人工");
  }
});

for (const [status, words] of [
  ["pending_payment", "取消订单"],
  ["paid", "什么时候发货"],
  ["in_transit", "到哪了"],
  ["delivered", "退货"],
  ["refunding", "退款到账了吗"],
] satisfies [OrderStatus, string][]) {
  test(`what is asked of an order that is ${status} names it`, () => {
    const asked = aboutOrder({ order_no: "2611208815063742", status } as Order);
    expect(asked).toContain("2611208815063742");
    expect(asked).toContain(words);
  });
}

test("times are told by the shop's clock, wherever the reader is", () => {
  const now = new Date("2026-11-21T18:00:00Z");
  expect(when("2026-11-21T18:24:00Z", "zh-CN", now)).toBe("今天 02:24");
  expect(when("2026-11-21T15:59:00Z", "zh-CN", now)).toBe("11月21日 23:59");
  expect(when("2026-11-21T18:24:00Z", "en", now)).toBe("today 02:24");
});

test("prices are in yuan", () => {
  expect(yuan(2399, "zh-CN")).toBe("¥2,399.00");
  expect(yuan(59.9, "en")).toBe("¥59.90");
});
