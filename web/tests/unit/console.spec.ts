import { expect, test } from "@playwright/test";
import { countLines, readDiff } from "../../src/console/draft/diff";
import { areJudged, choose as chooseFlips, countVerdicts } from "../../src/console/draft/flips";
import { href, readPlace } from "../../src/console/frame/place";
import { judge, plain, readLines } from "../../src/console/intents/example-list/adding";
import { choose, nothing } from "../../src/console/intents/example-list/chosen";
import { examplesIn } from "../../src/console/intents/example-list/in-file";
import { find } from "../../src/console/intents/find";
import { compare, measure } from "../../src/console/rollout/interval";
import type { Flip, Outcome } from "../../src/wire/content";
import type { IntentRow } from "../../src/wire/inbox";

test("an address leads back to its place", () => {
  const address = href("files", "intents/order.cancel.yml", 12, 5);
  expect(address).toBe("#/files/intents%2Forder.cancel.yml/12/5");
  expect(readPlace(address)).toEqual({ page: "files", rest: ["intents/order.cancel.yml", "12", "5"] });
  expect(readPlace("")).toEqual({ page: "", rest: [] });
  expect(readPlace("#/intents/%E0%A4%A")).toEqual({ page: "intents", rest: ["%E0%A4%A"] });
});

test("a diff is read with the numbers of its lines", () => {
  const hunks = readDiff(
    "--- a\n+++ b\n@@ -8,3 +8,4 @@\n   - 撤单\n-  - 取消掉\n+  - 取消掉这单\n+  - 不要了\n   - 拍错了\n",
  );
  expect(countLines(hunks)).toEqual({ added: 2, removed: 1 });
  expect(hunks[0]?.lines.map(({ kind, before, after }) => [kind, before, after])).toEqual([
    ["same", 8, 8],
    ["removed", 9, null],
    ["added", null, 9],
    ["added", null, 10],
    ["same", 10, 11],
  ]);
});

test("of a line that changed only the part that did is marked", () => {
  const [hunk] = readDiff("@@ -1 +1 @@\n-answer: 七天内可以退。\n+answer: 七天内可以无理由退货。\n");
  const [old, now] = hunk?.lines ?? [];
  expect(old?.text.slice(...(old.part ?? []))).toBe("退");
  expect(now?.text.slice(...(now.part ?? []))).toBe("无理由退货");
});

test("what is worse comes first, and what was said most often", () => {
  const outcome: Outcome = { does: "answers", intent: "a", faq: null, confidence: 0.8, by: "classifier" };
  const flip = (text: string, verdict: Flip["verdict"], count: number): Flip => ({
    text,
    verdict,
    count,
    label: null,
    before: outcome,
    after: outcome,
  });
  const flips = [flip("one", "better", 9), flip("two", "worse", 1), flip("three", "worse", 5)];
  expect(chooseFlips(flips, null).map(({ text }) => text)).toEqual(["three", "two", "one"]);
  expect(chooseFlips(flips, "better").map(({ text }) => text)).toEqual(["one"]);
  expect(countVerdicts(flips)).toEqual({ worse: 2, better: 1, other: 0 });
  // What customers said says nothing of what is right.
  expect(areJudged(flips)).toBe(false);
  expect(areJudged([...flips, { ...flip("four", "better", 1), label: "a" }])).toBe(true);
});

test("lines are taken as they are pasted", () => {
  expect(readLines("  - 取消订单\r\n\n• 撤单 \n不要了")).toEqual(["取消订单", "撤单", "不要了"]);
});

test("what stands already is said, wherever it stands", () => {
  const elsewhere = new Map([[plain("我的快递到哪了"), "logistics.track"]]);
  const lines = ["撤单！", "我的快递，到哪了", "不想要了", "不想要了。"];
  expect(judge(lines, ["撤单"], elsewhere)).toEqual([
    { text: "撤单！", is: "here", intent: null },
    { text: "我的快递，到哪了", is: "elsewhere", intent: "logistics.track" },
    { text: "不想要了", is: "new", intent: null },
    { text: "不想要了。", is: "twice", intent: null },
  ]);
});

test("the examples of a file are the lines of its block", () => {
  const file =
    "# note\nintent: order.cancel\nexamples: |\n  - 取消订单\n  # 备注\n  - 撤单\nrules:\n  - any: [取消]\n";
  expect(examplesIn(file)).toEqual({ intent: "order.cancel", texts: ["取消订单", "撤单"] });
  expect(examplesIn("replies: {}\n")).toEqual({ intent: null, texts: [] });
});

test("marks of entities are no part of an example's words", () => {
  expect(plain("[SF123](tracking_no) 怎么没动")).toBe(plain("sf123怎么没动"));
});

test("rows are chosen one by one, in a range, and only as long as they are shown", () => {
  const rows = ["a", "b", "c", "d"];
  const one = choose(nothing, { type: "toggle", at: 1 }, rows);
  const range = choose(one, { type: "range", at: 3 }, rows);
  expect([...range.texts]).toEqual(["b", "c", "d"]);
  expect([...choose(range, { type: "toggle", at: 2 }, rows).texts]).toEqual(["b", "d"]);
  const narrowed = choose(range, { type: "step", by: 5 }, ["b"]);
  expect([narrowed.at, ...narrowed.texts]).toEqual([0, "b"]);
});

test("intents are found by name and title, in an order", () => {
  const row = (name: string, title: string, turns_7d: number): IntentRow => ({
    name,
    title,
    title_en: null,
    file: `intents/${name}.yml`,
    examples: 1,
    learned: 0,
    rules: 0,
    slots: [],
    flow: false,
    threshold: null,
    turns_7d,
    changed: name === "order.cancel",
  });
  const all = [row("order.cancel", "取消订单", 3), row("logistics.track", "查物流", 9)];
  expect(find(all, "取消", "name", false).map(({ name }) => name)).toEqual(["order.cancel"]);
  expect(find(all, "", "turns", false).map(({ name }) => name)).toEqual(["logistics.track", "order.cancel"]);
  expect(find(all, "", "name", true).map(({ name }) => name)).toEqual(["order.cancel"]);
});

test("a share is as sure as its turns allow", () => {
  const few = measure(1, 10);
  const many = measure(100, 1000);
  expect(few?.share).toBe(many?.share);
  expect((few?.until ?? 0) - (few?.from ?? 0)).toBeGreaterThan((many?.until ?? 0) - (many?.from ?? 0));
  expect(measure(0, 0)).toBeNull();
  expect(compare(measure(90, 100), measure(10, 100))).toBe("more");
  expect(compare(measure(3, 100), measure(4, 100))).toBe("unclear");
});
