import { expect, test } from "@playwright/test";
import { isComposing, sends } from "../../src/seat/composer/keys";
import { matches } from "../../src/seat/keys/table";
import { readPlace, writePlace } from "../../src/seat/page/place";
import { unknown } from "../../src/seat/state/chat";
import { dropOffer, type Floor, foldFloor, nowhere } from "../../src/seat/state/floor";
import { marked } from "../../src/seat/state/marked";
import { plainRows, readOrder } from "../../src/seat/state/order";
import { all, mine, neighbour } from "../../src/seat/state/rows";
import { summaryLines, wanted } from "../../src/seat/state/summary";
import { shortcutIn, variablesIn } from "../../src/seat/state/variables";
import { explain, rule } from "../../src/wire/explain";
import type { SeatHears } from "../../src/wire/seat";

function check(name: string, actual: unknown, expected: unknown): void {
  test(name, () => expect(actual).toEqual(expected));
}

const waiting = (conversation: string, minute: number, marks = {}) => ({
  type: "waiting" as const,
  conversation,
  customer: conversation,
  skill: "general",
  since: new Date(Date.UTC(2026, 10, 21, 8, minute)).toISOString(),
  urgent: false,
  vip: false,
  reason: "customer_asked",
  summary: "",
  intent: null,
  ...marks,
});
const floor = (messages: unknown[], from: Floor = nowhere) =>
  messages.reduce<Floor>((known, message) => foldFloor(known, message as SeatHears), from);
const queue = (messages: unknown[]) => floor(messages).queue.map(({ conversation }) => conversation);
const offer = { type: "offer", conversation: "a", until: "2026-11-21T08:00:20Z" };

check("the queue goes by when it began", queue([waiting("b", 2), waiting("a", 1)]), ["a", "b"]);
check(
  "urgent stands a quarter of an hour ahead",
  queue([waiting("a", 1), waiting("b", 10, { urgent: true })]),
  ["b", "a"],
);
check("VIP stands five minutes ahead", queue([waiting("a", 1), waiting("b", 10, { vip: true })]), ["a", "b"]);
check("who waits otherwise stands once", queue([waiting("a", 1), waiting("a", 1, { urgent: true })]), ["a"]);
check("who waits no more is gone", queue([waiting("a", 1), { type: "not_waiting", conversation: "a" }]), []);
const offers = (messages: unknown[]) => floor(messages).offers.map(({ conversation }) => conversation);
check("an offer stands until it is withdrawn", offers([offer, { type: "withdrawn", conversation: "a" }]), []);
check("an offer stands until it is taken", offers([offer, { type: "taken", conversation: "a", seq: 3 }]), []);
check("an offer stands until nobody waits", offers([offer, { type: "not_waiting", conversation: "a" }]), []);
check("an offer is declined", dropOffer(floor([offer]), "a").offers, []);
check(
  "after a reconnect an offer keeps its end",
  floor([
    offer,
    {
      type: "welcome",
      seat: "s",
      name: "",
      role: "seat",
      state: "online",
      capacity: 5,
      offered: ["a", "b"],
      queue: [],
    },
  ]).offers,
  [offer, { conversation: "b" }],
);

const chat = (conversation: string, more = {}) => ({
  ...unknown(conversation),
  mode: "human" as const,
  holder: { seat: "s", name: "" },
  lastAt: "2026-11-21T08:00:00Z",
  ...more,
});
check(
  "who waits for an answer comes first, longest first",
  mine(
    [
      chat("a"),
      chat("b", { waitsSince: "2026-11-21T08:05:00Z" }),
      chat("c", { waitsSince: "2026-11-21T08:01:00Z" }),
    ],
    "s",
  ),
  ["c", "b", "a"],
);
check("then what was talked in last", mine([chat("a"), chat("b", { lastAt: "2026-11-21T08:09:00Z" })], "s"), [
  "b",
  "a",
]);
check("another's are not mine", mine([chat("a", { holder: { seat: "t", name: "" } })], "s"), []);
check(
  "a guest's are",
  mine([chat("a", { holder: { seat: "t", name: "" }, guests: [{ seat: "s", name: "" }] })], "s"),
  ["a"],
);
check("all has everything once", all([waiting("q", 1)], ["a"], [chat("a"), chat("q"), chat("z")]), [
  "a",
  "q",
  "z",
]);
check("down", neighbour(["a", "b"], "a", 1), "b");
check("no further than the end", neighbour(["a", "b"], "b", 1), "b");
check("from nowhere to the first", neighbour(["a", "b"], null, -1), "a");
check("nobody there", neighbour([], "a", 1), null);

for (const hash of ["#/chats", "#/chats/01a2-b", "#/chats/01a2-b/17", "#/floor"])
  check(`the address ${hash} is read as it was written`, writePlace(readPlace(hash)), hash);
for (const hash of ["", "#/elsewhere", "#/chats/<b>", "#/chats/a/x"])
  check(`the address ${hash} leads to no harm`, readPlace(hash).seq, null);

check(
  "a snippet in pieces, by characters and not by halves of them",
  marked({
    text: "😀快遞 2611 到哪了",
    marks: [
      [1, 3],
      [4, 8],
    ],
  }).map(({ words, found }) => (found ? `[${words}]` : words)),
  ["😀", "[快遞]", " ", "[2611]", " 到哪了"],
);
check(
  "marks that overlap",
  marked({
    text: "abcd",
    marks: [
      [0, 2],
      [1, 3],
    ],
  }).map(({ words }) => words),
  ["ab", "c", "d"],
);

check("variables that are left", variablesIn("{{order}} 与 {{ seat }}，{{order}}"), ["order", "seat"]);
check("a shortcut", shortcutIn("/退款"), "/退款");
check("words that begin with one", shortcutIn("/退款 好"), null);
check("the summary's lines", summaryLines("转人工原因：投诉\n随便"), [
  { title: "转人工原因", words: "投诉" },
  { title: null, words: "随便" },
]);
const quotes = "客户原话：在吗 / 转人工";
check("what the customer wants", wanted({ summary: quotes, reason: "anger" }), "转人工");
check("but for a person", wanted({ summary: quotes, reason: "customer_asked" }), "在吗");

const press = (key: string, more = {}) => ({
  key,
  code: "",
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...more,
});
check("Enter sends", sends(press("Enter"), "enter"), true);
check("Shift+Enter begins a line", sends(press("Enter", { shiftKey: true }), "enter"), false);
check("Alt+Enter is the suggestion's", sends(press("Enter", { altKey: true }), "enter"), false);
check("Enter begins a line where that is wanted", sends(press("Enter"), "ctrl-enter"), false);
check("Ctrl+Enter sends there", sends(press("Enter", { ctrlKey: true }), "ctrl-enter"), true);
check("an input method picks a character", isComposing({ isComposing: true, keyCode: 13 }), true);
check("an input method on Safari", isComposing({ isComposing: false, keyCode: 229 }), true);
check("a plain Enter", isComposing({ isComposing: false, keyCode: 13 }), false);
check("a letter", matches("j", press("j")), true);
check("not with Ctrl", matches("j", press("j", { ctrlKey: true })), false);
check("Cmd+K on a Mac", matches("Mod+K", press("k", { metaKey: true })), true);
check(
  "Alt+Y where Alt types another character",
  matches("Alt+Y", press("¥", { code: "KeyY", altKey: true })),
  true,
);

check("a rule's name", rule("logistics.track#2"), { intent: "logistics.track", number: "2" });
check(
  "a trace of rubbish",
  explain({
    stage: "x",
    certainty: "unsure",
    intents: [],
    trace: { rules: [1, "a"], neighbours: [{}, null], scope: 3, threshold: "1" },
  }),
  {
    stage: "x",
    certainty: "unsure",
    intents: [],
    threshold: null,
    normalized: null,
    rules: ["a"],
    neighbours: [],
    scope: null,
    corrections: [],
    noVector: false,
  },
);
check("an order of rubbish", readOrder({ items: 3 }), null);
check(
  "a parcel is known by its number",
  readOrder({ tracking_no: "SF1", events: [{ text: "到达" }, 4] })?.scans,
  [{ at: null, text: "到达" }],
);
check("plain rows", plainRows({ name: "王", level: "vip", tags: ["a", "b"], note: null, n: 3 }, ["name"]), [
  ["level", "vip"],
  ["tags", "a、b"],
  ["n", "3"],
]);
