import { expect, test } from "@playwright/test";
import { alike } from "../../src/console/content/alike";
import { ago } from "../../src/console/content/when";
import { faqChoices, intentChoices } from "../../src/console/inbox/choices";
import { fold, type Happened, meant, nothing, type State, settling } from "../../src/console/inbox/state";
import type { As, Group, InboxMessage } from "../../src/wire/inbox";

function check(name: string, actual: unknown, expected: unknown): void {
  test(name, () => expect(actual).toEqual(expected));
}

const message = (text: string, marks: Partial<InboxMessage> = {}): InboxMessage => ({
  conversation: text,
  seq: 1,
  text,
  at: "2026-11-21T08:00:00Z",
  why: "missed",
  intent: null,
  confidence: null,
  corrected_to: null,
  by: null,
  ...marks,
});
const group = (id: string, ...texts: string[]): Group => ({
  id,
  size: texts.length,
  suggested: { intent: "refund.progress", confidence: 0.8 },
  messages: texts.map((text) => message(text)),
});
const groups = [group("a", "钱呢", "退款呢"), group("b", "改地址"), group("c", "开票")];
const loaded: Happened = { type: "loaded", inbox: { groups, open: 4, settled_7d: 1 } };
const after = (...happened: Happened[]) => [loaded, ...happened].reduce<State>(fold, nothing);
const settled = (state: State, as: As): State => {
  const done = settling(state, as);
  return done === null ? state : fold(state, { type: "settled", done });
};
const glance = ({ inbox, chosen }: State) => ({
  chosen,
  open: inbox?.open,
  texts: inbox?.groups.map(({ messages }) => messages.map(({ text }) => text)),
});
const step = (by: 1 | -1): Happened => ({ type: "stepped", by });
const pick = (conversation: string): Happened => ({ type: "picked", message: { conversation, seq: 1 } });
const dismiss = { dismiss: true } as const;

check("the first group is looked at", after().chosen, "a");
check("steps end at both ends", after(step(-1), step(1), step(1), step(1), step(1)).chosen, "c");
check(
  "what is meant is the whole group",
  meant(after()).map(({ text }) => text),
  ["钱呢", "退款呢"],
);
check(
  "or what was picked out of it",
  meant(after(pick("退款呢"))).map(({ text }) => text),
  ["退款呢"],
);
check("picking twice is not picking", after(pick("钱呢"), pick("钱呢")).picked, []);
check("another group has nothing picked", after(pick("钱呢"), step(1)).picked, []);
check("what is settled is gone, and the next is looked at", glance(settled(after(step(1)), dismiss)), {
  chosen: "c",
  open: 3,
  texts: [["钱呢", "退款呢"], ["开票"]],
});
check("after the last group comes the one before", settled(after(step(1), step(1)), dismiss).chosen, "b");
check("the rest of a group stays before the eye", glance(settled(after(pick("钱呢")), dismiss)), {
  chosen: "a",
  open: 3,
  texts: [["退款呢"], ["改地址"], ["开票"]],
});
const undone = (state: State) => {
  const done = state.done.at(-1);
  return done === undefined ? state : fold(state, { type: "undone", done });
};
check(
  "what is undone is where it was",
  glance(undone(settled(after(pick("钱呢")), dismiss))),
  glance(after()),
);
check("and so is a whole group", glance(undone(settled(after(step(1)), dismiss))), {
  ...glance(after()),
  chosen: "b",
});
const twice = settled(settled(after(pick("钱呢")), dismiss), dismiss);
check("one can go back more than once", glance(undone(undone(twice))), glance(after()));
check(
  "groups that are named anew keep the eye on the same words",
  fold(after(step(1)), {
    type: "loaded",
    inbox: { groups: [group("x", "开票"), group("y", "改地址")], open: 2, settled_7d: 1 },
  }).chosen,
  "y",
);
const suggested = (intent: string, confidence: number) => {
  const taken = { ...group("a", "转人工"), suggested: { intent: "service.human", confidence: 0.97 } };
  taken.messages = [message("转人工", { intent, confidence })];
  return fold(nothing, { type: "loaded", inbox: { groups: [taken], open: 1, settled_7d: 0 } }).inbox
    ?.groups[0]?.suggested?.intent;
};
check("what the bot was sure of is no suggestion", suggested("service.human", 0.97), undefined);
check("what it was not sure of is one", suggested("service.human", 0.4), "service.human");
check("and so is another intent", suggested("order.cancel", 0.9), "service.human");
check("an empty inbox has nothing before the eye", settling(nothing, dismiss), null);

const intent = (name: string) => ({ name, title: name }) as never;
check(
  "intents that were thought of come first",
  intentChoices(
    ["order.modify", "a", "refund.progress"].map(intent),
    groups[0] as Group,
    ({ name }) => name,
  ).map(({ value }) => value),
  ["refund.progress", "order.modify", "a"],
);
const entry = (id: string, ...questions: string[]) => ({ id, questions, answer: "" }) as never;
check(
  "entries that ask the like come first",
  faqChoices([entry("a", "满多少包邮"), entry("b", "能开发票吗")], [message("可以开发票不")]).map(
    ({ value }) => value,
  ),
  ["b", "a"],
);
check("punctuation makes no difference", alike("能开发票吗？", "能开 发票吗"), 1);
check("texts without a pair in common are not alike", alike("天气", "退款"), 0);
check("an hour ago", ago("2026-11-21T08:00:00Z", "zh-CN", Date.parse("2026-11-21T09:10:00Z")), "1小时前");
