import type { Edit, FaqEntry } from "../../wire/inbox";

/** What an operator writes of an entry. */
export interface Form {
  questions: readonly string[];
  answer: string;
  answerEn: string;
  /** Days such as `2026-11-22`; empty without one. */
  from: string;
  until: string;
  /** Ids of shops with blanks or commas between them; empty for all shops. */
  shops: string;
}

/** What one value is written for. */
export const FIELDS = ["answer", "answerEn", "from", "until", "shops"] as const;
export type Field = (typeof FIELDS)[number];

export type Problem = "no_question" | "no_answer" | "reversed" | "bad_shop";

export const blank: Form = { questions: [], answer: "", answerEn: "", from: "", until: "", shops: "" };

export function formOf({ questions, answer, answer_en, valid, shops }: FaqEntry): Form {
  return settled({
    questions,
    answer,
    answerEn: answer_en ?? "",
    from: valid?.from ?? "",
    until: valid?.until ?? "",
    shops: shops.join(" "),
  });
}

/** As it comes back once it is saved, however it was typed. */
export function settled(form: Form): Form {
  const { answerEn, shops } = form;
  return { ...form, answerEn: answerEn.trim() === "" ? "" : answerEn, shops: shopsIn(shops).join(" ") };
}

export function isSame(one: Form, other: Form): boolean {
  const [some, others] = [settled(one), settled(other)];
  const same = FIELDS.every((field) => some[field] === others[field]);
  return same && some.questions.join("\n") === others.questions.join("\n");
}

/** Each of the shops that are named, once. */
function shopsIn(text: string): string[] {
  return [...new Set(text.split(/[\s,，、;；]+/).filter(Boolean))];
}

/** What has to be done to an entry so that it is as the form says. */
export function editsOf(faq: string, before: Form, form: Form): Edit[] {
  const edits: Edit[] = [];
  for (const text of form.questions)
    if (!before.questions.includes(text)) edits.push({ do: "add_question", faq, text });
  for (const text of before.questions)
    if (!form.questions.includes(text)) edits.push({ do: "remove_question", faq, text });
  return [...edits, ...rest(faq, before, form)];
}

/** A new entry. */
export function newEntry(
  { id, file, intent }: { id: string; file: string; intent: string | null },
  form: Form,
): Edit[] {
  const { questions, answer } = form;
  const add: Edit = { do: "add_faq", file, id, intent, questions: [...questions], answer };
  return [add, ...rest(id, { ...blank, answer }, form)];
}

function rest(faq: string, before: Form, typed: Form): Edit[] {
  const edits: Edit[] = [];
  const form = settled(typed);
  if (form.answer !== before.answer)
    edits.push({ do: "set_answer", faq, answer: form.answer, language: "zh" });
  if (form.answerEn !== before.answerEn)
    edits.push({ do: "set_answer", faq, answer: form.answerEn, language: "en" });
  if (form.from !== before.from || form.until !== before.until)
    edits.push({ do: "set_valid", faq, from: form.from || null, until: form.until || null });
  if (form.shops !== before.shops) edits.push({ do: "set_shops", faq, shops: shopsIn(form.shops) });
  return edits;
}

export function problems(form: Form): Problem[] {
  const found: Problem[] = [];
  if (form.questions.length === 0) found.push("no_question");
  if (form.answer.trim() === "") found.push("no_answer");
  if (form.from !== "" && form.until !== "" && form.from > form.until) found.push("reversed");
  if (!shopsIn(form.shops).every((id) => /^[a-z0-9_-]{1,64}$/.test(id))) found.push("bad_shop");
  return found;
}

/** Questions out of pasted lines, without what lists put before them, and without what is there. */
export function pasted(text: string, have: readonly string[]): { fresh: string[]; known: number } {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.replace(/^\s*(?:[-*•·]|\d{1,3}[.、)）])\s*/, "").trim())
    .filter((line) => line !== "");
  const fresh = [...new Set(lines)].filter((line) => !have.includes(line));
  return { fresh, known: lines.length - fresh.length };
}
