import { expect, test } from "@playwright/test";
import { fold } from "../../src/widget/talk/fold";
import { type Line, lines } from "../../src/widget/talk/lines";
import { again, lasting, unsaid } from "../../src/widget/talk/pending";
import { awaitsBot, NOTHING, type Pending, type Talk, unread } from "../../src/widget/talk/state";
import type { VisitorHears } from "../../src/wire/visitor";

const at = "2026-11-21T08:00:00Z";
const welcome = (conversation: string, seq: number, mode = "bot") =>
  ({ type: "welcome", conversation, seq, token: "t", mode }) as VisitorHears;
const opened = (conversation: string): VisitorHears => ({ type: "opened", conversation, seq: 1, at });
const said = (seq: number, by: "customer" | "bot" | "seat", text: string, more: object = {}) =>
  ({ type: "message", by, text, seq, at, ...more }) as VisitorHears;
const mode = (seq: number, mode: string, name?: string) =>
  ({ type: "mode", mode, seq, at, ...(name === undefined ? {} : { name }) }) as VisitorHears;
const ack = (client_id: string, seq: number): VisitorHears => ({
  type: "ack",
  client_id,
  conversation: "a",
  seq,
});
const read = (seq: number, by: "customer" | "seat", up_to: number): VisitorHears => ({
  type: "read",
  by,
  up_to,
  seq,
  at,
});
const closed = (seq: number): VisitorHears => ({ type: "closed", why: "over", seq, at });
const two = {
  choices: [
    { title: "耳机", value: "0318" },
    { title: "跑鞋", value: "3742" },
  ],
};

const words = (clientId: string, text: string, more: Partial<Pending> = {}): Pending => ({
  clientId,
  at: Date.parse(at),
  what: { kind: "words", text },
  state: "sending",
  ...more,
});

/** What is heard, and what the visitor sees then: one text for each line. */
function check(heard: VisitorHears[], seen: string[], pending: Pending[] = []): Talk {
  const talk = heard.reduce(fold, { ...NOTHING, pending });
  expect(lines(talk).map(text).filter(Boolean)).toEqual(seen);
  return talk;
}

function text(line: Line): string {
  switch (line.kind) {
    case "day":
      return "";
    case "note":
      return `(${line.note.what})`;
    case "file":
      return `${line.by}: [${line.file.name}]`;
    case "upload":
      return "…";
    case "words": {
      const { choices, delivery } = line;
      const buttons = choices?.all.map(({ title }) =>
        title === choices.chosen?.title ? `*${title}*` : title,
      );
      const shown = buttons === undefined ? "" : ` {${buttons.join(" ")}${choices?.spent ? " spent" : ""}}`;
      const how =
        delivery === null ? "" : typeof delivery === "string" ? ` ${delivery}` : ` failed ${delivery.failed}`;
      return `${line.by}: ${line.text}${shown}${how}`;
    }
  }
}

const BEGUN = [welcome("a", 0), opened("a"), said(2, "customer", "在吗", { client_id: "m1" })];

test.describe("a talk is told once, whatever is told again", () => {
  const cases: [string, VisitorHears[], string[]][] = [
    ["nothing yet", [welcome("a", 0)], []],
    ["a question and its answer", [...BEGUN, said(4, "bot", "在的")], ["customer: 在吗", "bot: 在的"]],
    ["the same again", [...BEGUN, ...BEGUN, said(2, "customer", "在吗")], ["customer: 在吗 sent"]],
    [
      "after a loss, from where it was",
      [...BEGUN, welcome("a", 6), said(4, "bot", "在的"), said(6, "bot", "请讲")],
      ["customer: 在吗", "bot: 在的", "bot: 请讲"],
    ],
    [
      "after a loss, from the beginning all the same",
      [...BEGUN, said(4, "bot", "在的"), welcome("a", 4), ...BEGUN.slice(1), said(4, "bot", "在的")],
      ["customer: 在吗", "bot: 在的"],
    ],
    [
      "a server that knows less than the page",
      [...BEGUN, said(4, "bot", "在的"), welcome("a", 2), ...BEGUN.slice(1)],
      ["customer: 在吗 sent"],
    ],
    [
      "another conversation, and the rest of the one before it",
      [...BEGUN, welcome("a", 5), closed(5), opened("b"), said(2, "bot", "新的")],
      ["customer: 在吗", "(closed)", "bot: 新的"],
    ],
    [
      "three conversations in a row",
      [
        ...BEGUN,
        closed(3),
        opened("b"),
        said(2, "customer", "二"),
        closed(3),
        opened("c"),
        said(2, "customer", "三"),
      ],
      ["customer: 在吗", "(closed)", "customer: 二", "(closed)", "customer: 三 sent"],
    ],
    ["what is not known", [...BEGUN, { type: "sings" } as unknown as VisitorHears], ["customer: 在吗 sent"]],
    ["before any welcome", [said(2, "bot", "早")], []],
  ];
  for (const [name, heard, seen] of cases) test(name, () => void check(heard, seen));
});

test.describe("one's own words stand there at once and count once", () => {
  const sending = [words("m1", "在吗")];
  const cases: [string, VisitorHears[], string[]][] = [
    ["before anybody has heard them", [welcome("a", 0)], ["customer: 在吗 sending"]],
    ["with the acknowledgement first", [welcome("a", 0), ack("m1", 2)], ["customer: 在吗 sent"]],
    ["and then the message", [welcome("a", 0), ack("m1", 2), ...BEGUN.slice(1)], ["customer: 在吗 sent"]],
    ["with the message first", [...BEGUN, ack("m1", 2)], ["customer: 在吗 sent"]],
    ["acknowledged once more", [...BEGUN, ack("m1", 2), ack("m1", 2)], ["customer: 在吗 sent"]],
    [
      "refused",
      [welcome("a", 0), { type: "error", code: "store_full", message: "", client_id: "m1" }],
      ["customer: 在吗 failed store_full"],
    ],
    [
      "with an error about something else",
      [welcome("a", 0), { type: "error", code: "not_served", message: "" }],
      ["customer: 在吗 sending"],
    ],
    ["read", [...BEGUN, mode(3, "human", "小王"), read(4, "seat", 2)], ["customer: 在吗 read", "(human)"]],
    ["a new conversation begins with them", [welcome("z", 0), ...BEGUN.slice(1)], ["customer: 在吗 sent"]],
  ];
  for (const [name, heard, seen] of cases) test(name, () => void check(heard, seen, sending));
});

test("what failed is sent again as it was, and survives a reload", () => {
  const failed = words("m1", "在吗", { state: "failed", why: "store_full" });
  const sent = words("m2", "好", { state: "sent" });
  expect(again([failed], "m1", 7)).toEqual([words("m1", "在吗", { at: 7 })]);
  expect(unsaid([failed, sent, words("m3", "啊")]).map(({ clientId }) => clientId)).toEqual(["m3"]);
  expect(lasting([failed, sent]).map(({ clientId }) => clientId)).toEqual(["m1"]);
});

test.describe("buttons are spent by whatever is said after them", () => {
  const asked = [welcome("a", 0), opened("a"), said(2, "bot", "哪一单？", two)];
  const cases: [string, VisitorHears[], string[], Pending[]?][] = [
    ["fresh", asked, ["bot: 哪一单？ {耳机 跑鞋}"]],
    [
      "chosen",
      [...asked, said(3, "customer", "0318")],
      ["bot: 哪一单？ {*耳机* 跑鞋 spent}", "customer: 耳机 sent"],
    ],
    [
      "chosen, by what the server says",
      [...asked, said(3, "customer", "0318", { title: "我的耳机" })],
      ["bot: 哪一单？ {*耳机* 跑鞋 spent}", "customer: 我的耳机 sent"],
    ],
    [
      "something else",
      [...asked, said(3, "customer", "算了")],
      ["bot: 哪一单？ {耳机 跑鞋 spent}", "customer: 算了 sent"],
    ],
    [
      "the number said later is a number",
      [...asked, said(3, "customer", "算了"), said(4, "customer", "0318")],
      ["bot: 哪一单？ {耳机 跑鞋 spent}", "customer: 算了", "customer: 0318 sent"],
    ],
    [
      "a bot that goes on",
      [...asked, said(3, "bot", "点一下")],
      ["bot: 哪一单？ {耳机 跑鞋}", "bot: 点一下"],
    ],
    ["a person came", [...asked, mode(3, "human", "小王")], ["bot: 哪一单？ {耳机 跑鞋 spent}", "(human)"]],
    ["it is over", [...asked, closed(3)], ["bot: 哪一单？ {耳机 跑鞋 spent}", "(closed)"]],
    [
      "chosen a moment ago",
      asked,
      ["bot: 哪一单？ {*耳机* 跑鞋 spent}", "customer: 耳机 sending"],
      [{ ...words("m1", ""), what: { kind: "choice", title: "耳机", value: "0318" } }],
    ],
    [
      "not chosen after all",
      asked,
      ["bot: 哪一单？ {耳机 跑鞋}", "customer: 耳机 failed draining"],
      [
        {
          ...words("m1", "", { state: "failed", why: "draining" }),
          what: { kind: "choice", title: "耳机", value: "0318" },
        },
      ],
    ],
  ];
  for (const [name, heard, seen, pending] of cases) test(name, () => void check(heard, seen, pending));
});

test.describe("who speaks", () => {
  const cases: [string, VisitorHears[], Partial<Talk>][] = [
    ["the bot", BEGUN, { mode: "bot", name: null, queue: null }],
    [
      "a queue",
      [...BEGUN, mode(3, "waiting"), { type: "queue", position: 2, eta: 180 }],
      { mode: "waiting", queue: { position: 2, eta: 180 } },
    ],
    [
      "a person",
      [...BEGUN, mode(3, "waiting"), { type: "queue", position: 1, eta: null }, mode(4, "human", "小王")],
      { mode: "human", name: "小王", queue: null },
    ],
    [
      "a person who writes",
      [...BEGUN, mode(3, "human", "小王"), { type: "typing", by: "seat" }],
      { typing: true },
    ],
    [
      "a queue whose place was told first",
      [...BEGUN, { type: "queue", position: 2, eta: null }, mode(3, "waiting")],
      { mode: "waiting", queue: { position: 2, eta: null } },
    ],
    [
      "and has written",
      [...BEGUN, mode(3, "human", "小王"), { type: "typing", by: "seat" }, said(4, "seat", "您好")],
      { typing: false },
    ],
    ["the bot again", [...BEGUN, mode(3, "human", "小王"), mode(4, "bot")], { mode: "bot", name: null }],
    ["nobody", [...BEGUN, mode(3, "human", "小王"), closed(4)], { mode: "closed", name: null }],
    [
      "the bot of the next conversation",
      [...BEGUN, mode(3, "human", "小王"), closed(4), opened("b")],
      { mode: "bot", conversation: "b", last: 1 },
    ],
    [
      "a place in the queue does not outlive the connection",
      [...BEGUN, mode(3, "waiting"), { type: "queue", position: 2, eta: 1 }, welcome("a", 3, "waiting")],
      { mode: "waiting", queue: null },
    ],
  ];
  for (const [name, heard, parts] of cases) {
    test(name, () => expect(heard.reduce(fold, NOTHING)).toMatchObject(parts));
  }
});

test.describe("what is unread", () => {
  const answered = [...BEGUN, said(4, "bot", "在的"), said(5, "bot", "请讲")];
  const cases: [string, VisitorHears[], number][] = [
    ["one's own words are not", BEGUN, 0],
    ["two answers are", answered, 2],
    ["until they are read", [...answered, read(6, "customer", 4)], 1],
    ["by the one who should", [...answered, read(6, "seat", 5)], 2],
    ["all of them", [...answered, read(6, "customer", 5), said(7, "seat", "您好")], 1],
    [
      "what was before the conversation is past",
      [...answered, closed(6), opened("b"), said(2, "bot", "早")],
      1,
    ],
  ];
  for (const [name, heard, count] of cases) {
    test(name, () => expect(unread(heard.reduce(fold, NOTHING))).toBe(count));
  }
});

test("the bot is awaited as long as it owes an answer", () => {
  const owes = (heard: VisitorHears[], pending: Pending[] = []) =>
    awaitsBot(heard.reduce(fold, { ...NOTHING, pending }));
  expect(owes(BEGUN)).toBe(true);
  expect(owes([...BEGUN, said(4, "bot", "在的")])).toBe(false);
  expect(owes([welcome("a", 0)], [words("m1", "在吗")])).toBe(true);
  expect(owes([...BEGUN, mode(3, "human", "小王")])).toBe(false);
  expect(owes([...BEGUN, closed(3)])).toBe(false);
});
