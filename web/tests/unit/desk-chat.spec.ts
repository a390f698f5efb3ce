import { expect, test } from "@playwright/test";
import { type Chat, takesPart, unknown } from "../../src/seat/state/chat";
import { type Aside, fold } from "../../src/seat/state/fold";
import { refuse, say } from "../../src/seat/state/pending";
import type { SeatEvent } from "../../src/wire/seat";

/** What happens, in the order of the log; each gets the next `seq`. */
type Happening = Record<string, unknown> & { type: string };

const opened = { type: "opened" };
const customer = (text: string) => ({ type: "message", by: "customer", text });
const bot = (text: string) => ({ type: "message", by: "bot", text });
const seat = (text: string, client_id?: string) => ({
  type: "message",
  by: "seat",
  seat: "a",
  name: "小美",
  text,
  client_id,
});
const understood = (intent: string) => ({
  type: "understood",
  stage: "rules",
  certainty: "confident",
  intents: [{ intent, confidence: 0.98 }],
  trace: {},
});
const handoff = {
  type: "handoff",
  reason: "anger",
  skill: "logistics",
  summary: "",
  intent: null,
  slots: {},
};
const taken = { type: "mode", mode: "human", seat: "a", name: "小美", how: "taken" };

function told(happenings: Happening[], chat: Chat = unknown("c")): Chat {
  return happenings.reduce((chat, happening, place) => {
    const seq = happening.seq ?? chat.seq + 1;
    const at = new Date(Date.UTC(2026, 10, 21, 8, 0, place)).toISOString();
    return fold(chat, { conversation: "c", seq, at, ...happening } as SeatEvent | Aside, 1000);
  }, chat);
}

function check(
  name: string,
  happenings: Happening[],
  expected: (chat: Chat) => unknown,
  value: unknown,
): void {
  test(name, () => expect(expected(told(happenings))).toEqual(value));
}

const texts = (chat: Chat) =>
  chat.entries.map(({ event }) => ("text" in event && event.text ? event.text : event.type));
const modeOf = (chat: Chat) => [chat.mode, chat.holder?.seat ?? null, chat.guests.map((guest) => guest.seat)];

check(
  "what is told twice counts once",
  [opened, customer("a"), { ...customer("a"), seq: 2 }, bot("b")],
  texts,
  ["a", "b"],
);
check(
  "a gap in the log is nobody's loss",
  [opened, customer("a"), { ...bot("b"), seq: 40 }],
  (chat) => chat.seq,
  40,
);

check(
  "a handover waits, and says so once",
  [opened, customer("a"), handoff, { type: "queued", skill: "logistics" }],
  (chat) => [...modeOf(chat), chat.skill, texts(chat)],
  ["waiting", null, [], "logistics", ["a", "handoff"]],
);
check("whoever takes it holds it", [opened, handoff, taken], modeOf, ["human", "a", []]);
check(
  "a guest who gets it is a guest no more",
  [opened, handoff, taken, { type: "joined", seat: "b", by: "a" }, { ...taken, seat: "b" }],
  modeOf,
  ["human", "b", []],
);
check(
  "a guest leaves",
  [opened, handoff, taken, { type: "joined", seat: "b", by: "a" }, { type: "left", seat: "b" }],
  modeOf,
  ["human", "a", []],
);
check(
  "with the bot again, everybody has gone",
  [opened, handoff, taken, { type: "joined", seat: "b", by: "a" }, { type: "mode", mode: "bot" }],
  modeOf,
  ["bot", null, []],
);
check(
  "closed is nobody's",
  [opened, handoff, taken, { type: "closed", why: "by_seat" }],
  (chat) => takesPart(chat, "a"),
  false,
);

check(
  "whoever wants a person waits until one answers",
  [opened, handoff, taken, customer("a"), customer("b")],
  (chat) => chat.waitsSince,
  "2026-11-21T08:00:01.000Z",
);
check(
  "an answer ends the wait",
  [opened, handoff, taken, customer("a"), seat("b")],
  (chat) => chat.waitsSince,
  null,
);
check(
  "a note is no answer",
  [opened, handoff, taken, customer("a"), { type: "note", seat: "a", text: "n" }],
  (chat) => chat.waitsSince,
  "2026-11-21T08:00:01.000Z",
);

check(
  "unread is what came after a seat has read",
  [opened, customer("a"), customer("b"), { type: "read", by: "seat", up_to: 2 }, customer("c")],
  (chat) => chat.unread,
  2,
);
check(
  "read goes no way back",
  [
    opened,
    customer("a"),
    { type: "read", by: "customer", up_to: 2 },
    { type: "read", by: "customer", up_to: 1 },
  ],
  (chat) => chat.read.customer,
  2,
);

const meanings = (chat: Chat) => chat.entries.map((entry) => entry.understood?.intents[0]?.intent ?? null);
check(
  "what was understood stands with the words and with the answer",
  [opened, customer("a"), understood("x"), bot("b"), customer("c"), understood("y"), bot("d")],
  meanings,
  ["x", "x", "y", "y"],
);
check(
  "what was understood is no cause of what the bot says later of itself",
  [opened, customer("a"), understood("x"), bot("b"), taken, { type: "mode", mode: "bot" }, bot("d")],
  meanings,
  ["x", "x", null, null, null],
);

const wrongs = (chat: Chat) => chat.entries.map((entry) => entry.wrong?.intent ?? null);
check(
  "the answer is corrected",
  [opened, customer("a"), understood("x"), bot("b"), { type: "wrong", of: 4, intent: "y" }],
  wrongs,
  [null, "y"],
);
check(
  "the understanding is corrected, by its own place or by that of the words",
  [opened, customer("a"), understood("x"), bot("b"), { type: "wrong", of: 3, intent: "y" }],
  wrongs,
  ["y", null],
);

const suggestion = { type: "suggestion", text: "s", intent: null, confidence: null, trace: {} };
check(
  "a suggestion lasts until the customer says more",
  [opened, taken, customer("a"), suggestion, customer("b")],
  (chat) => chat.suggestion,
  null,
);
check(
  "a suggestion lasts until it is answered",
  [opened, taken, customer("a"), suggestion, seat("b")],
  (chat) => chat.suggestion,
  null,
);
check(
  "words in the making are gone when they are said",
  [opened, taken, { type: "visitor_typing", text: "在吗" }, customer("在吗")],
  (chat) => chat.typing,
  null,
);
check(
  "nothing written is nothing to show",
  [opened, taken, { type: "visitor_typing", text: "在" }, { type: "visitor_typing", text: null }],
  (chat) => chat.typing,
  null,
);
check(
  "a reminder lasts until an answer",
  [opened, taken, customer("a"), { type: "reminder" }, seat("b")],
  (chat) => chat.reminded,
  false,
);
check(
  "what a newer server tells changes nothing",
  [opened, { type: "fireworks", seq: undefined }],
  (chat) => chat.seq,
  1,
);

test("one's own words stand there until they come back, or are acknowledged", () => {
  const mine = { client_id: "m1", kind: "say", text: "好", at: "", refused: null } as const;
  const chat = say(told([opened, handoff, taken]), mine);
  expect(chat.pending).toEqual([mine]);
  expect(told([seat("好", "m1")], chat).pending).toEqual([]);
  expect(told([{ type: "ack", client_id: "m1", seq: 9 }], chat).pending).toEqual([]);
  expect(told([{ type: "ack", client_id: "m2", seq: 9 }], chat).pending).toEqual([mine]);
  expect(refuse(chat, "m1", "too_fast").pending).toEqual([{ ...mine, refused: "too_fast" }]);
  expect(say(refuse(chat, "m1", "too_fast"), mine).pending).toEqual([mine]);
});
