import { expect, test } from "@playwright/test";
import { everything, type Filter, filtered, standing } from "../../src/console/faq/filter";
import {
  blank,
  editsOf,
  type Form,
  formOf,
  isSame,
  newEntry,
  pasted,
  problems,
} from "../../src/console/faq/form";
import { merge } from "../../src/console/faq/merge";
import { fileFor, idFor } from "../../src/console/faq/naming";
import type { FaqEntry } from "../../src/wire/inbox";

function check(name: string, actual: unknown, expected: unknown): void {
  test(name, () => expect(actual).toEqual(expected));
}

const entry = (id: string, marks: Partial<FaqEntry> = {}): FaqEntry => ({
  id,
  file: "knowledge/faq/logistics.yml",
  intent: "logistics.fee",
  questions: ["满多少包邮"],
  answer: "满59元包邮。",
  answer_en: null,
  valid: null,
  shops: [],
  hits_30d: 3,
  last_hit: null,
  expired: false,
  ...marks,
});
const today = "2026-11-22";
const form: Form = { questions: ["a", "b"], answer: "好", answerEn: "", from: "", until: "", shops: "" };

const until = (until: string) => standing(entry("a", { valid: { from: null, until } }), today);
check("the last day still holds", until("2026-11-22"), "ending");
check("the day after it does not", until("2026-11-21"), "expired");
check("in two weeks it is about to end", until("2026-12-06"), "ending");
check("later it holds", until("2026-12-07"), "valid");
check(
  "what begins tomorrow is to come",
  standing(entry("a", { valid: { from: "2026-11-23", until: null } }), today),
  "coming",
);

const all = [
  entry("a"),
  entry("b", { hits_30d: 0, intent: null, questions: ["能开发票吗"], file: "knowledge/faq/invoice.yml" }),
  entry("c", { expired: true, answer: "双十一满300减40" }),
];
const found = (filter: Partial<Filter>) =>
  filtered(all, { ...everything, ...filter }, today).map(({ id }) => id);
check("every word must be somewhere", found({ words: "满 减40" }), ["c"]);
check("an intent has its own", found({ intent: "logistics.fee" }), ["a", "c"]);
check("nobody asked for it", found({ show: "unasked" }), ["b"]);
check("it holds no more", found({ show: "expired" }), ["c"]);

check("nothing changed, nothing to do", editsOf("a", form, form), []);
check(
  "what changed is what is done",
  editsOf("a", form, { ...form, questions: ["b", "c"], answer: "行", until: today }),
  [
    { do: "add_question", faq: "a", text: "c" },
    { do: "remove_question", faq: "a", text: "a" },
    { do: "set_answer", faq: "a", answer: "行", language: "zh" },
    { do: "set_valid", faq: "a", from: null, until: today },
  ],
);
check(
  "a new entry has its English beside",
  newEntry({ id: "x", file: "f", intent: null }, { ...form, answerEn: "Yes" }),
  [
    { do: "add_faq", file: "f", id: "x", intent: null, questions: ["a", "b"], answer: "好" },
    { do: "set_answer", faq: "x", answer: "Yes", language: "en" },
  ],
);
check("an entry without dates has none in the form", isSame(formOf(entry("a")), formOf(entry("b"))), true);
check("an empty form lacks both", problems(blank), ["no_question", "no_answer"]);
check("it ends after it begins", problems({ ...form, from: today, until: "2026-11-01" }), ["reversed"]);
check("a shop has an id", problems({ ...form, shops: "west 旗舰店" }), ["bad_shop"]);
check(
  "English and shops go when they are emptied",
  editsOf("a", { ...form, answerEn: "Yes", shops: "west" }, { ...form, answerEn: " ", shops: " , " }),
  [
    { do: "set_answer", faq: "a", answer: "", language: "en" },
    { do: "set_shops", faq: "a", shops: [] },
  ],
);
check("shops are parted in any way", editsOf("a", form, { ...form, shops: "west，east、 west" }), [
  { do: "set_shops", faq: "a", shops: ["west", "east"] },
]);
check(
  "another comma is no change",
  isSame({ ...form, shops: "a,b ", answerEn: "\n" }, { ...form, shops: "a b" }),
  true,
);
check("lists are pasted without their marks", pasted("1. 甲\n- 乙\n\n  • 甲\n2、丙", ["丙"]), {
  fresh: ["甲", "乙"],
  known: 2,
});
check("a year is no mark of a list", pasted("2026.11 还有活动吗", []).fresh, ["2026.11 还有活动吗"]);

check(
  "both add questions, and both stay",
  merge(form, { ...form, questions: ["b", "mine"] }, { ...form, questions: ["a", "b", "theirs"] }).form
    .questions,
  ["b", "theirs", "mine"],
);
check(
  "each changed another field",
  merge(form, { ...form, answer: "我的" }, { ...form, answerEn: "Theirs" }),
  { form: { ...form, answer: "我的", answerEn: "Theirs" }, conflicts: [] },
);
check("both changed the answer", merge(form, { ...form, answer: "我的" }, { ...form, answer: "他的" }), {
  form: { ...form, answer: "我的" },
  conflicts: ["answer"],
});

check(
  "what was typed is as it was saved",
  merge({ ...form, answerEn: "Yes" }, { ...form, answerEn: " ", shops: "a,b" }, { ...form, shops: "a b" }),
  { form: { ...form, shops: "a b" }, conflicts: [] },
);

check("a new entry goes where its like are", fileFor(all, "logistics.fee"), "knowledge/faq/logistics.yml");
check("its id is free", idFor([entry("fee.new_1")], "logistics.fee"), "fee.new_2");
