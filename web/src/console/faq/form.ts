import type { Edit, FaqEntry } from "../../wire/inbox";

/** What an operator writes of an entry. */
export interface Form {
  questions: readonly string[];
  answer: string;
  answerEn: string;
  /** Days such as `2026-11-22`; empty without one. */
  from: string;
  until: string;
}

export type Problem = "no_question" | "no_answer" | "no_english" | "reversed";

export const blank: Form = { questions: [], answer: "", answerEn: "", from: "", until: "" };

export function formOf({ questions, answer, answer_en, valid }: FaqEntry): Form {
  return {
    questions,
    answer,
    answerEn: answer_en ?? "",
    from: valid?.from ?? "",
    until: valid?.until ?? "",
  };
}

export function isSame(one: Form, other: Form): boolean {
  const { questions, answer, answerEn, from, until } = other;
  const same = one.answer === answer && one.answerEn === answerEn && one.from === from && one.until === until;
  return same && one.questions.join("\n") === questions.join("\n");
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

function rest(faq: string, before: Form, form: Form): Edit[] {
  const edits: Edit[] = [];
  if (form.answer !== before.answer)
    edits.push({ do: "set_answer", faq, answer: form.answer, language: "zh" });
  if (form.answerEn !== before.answerEn)
    edits.push({ do: "set_answer", faq, answer: form.answerEn, language: "en" });
  if (form.from !== before.from || form.until !== before.until)
    edits.push({ do: "set_valid", faq, from: form.from || null, until: form.until || null });
  return edits;
}

export function problems(form: Form, before: Form): Problem[] {
  const found: Problem[] = [];
  if (form.questions.length === 0) found.push("no_question");
  if (form.answer.trim() === "") found.push("no_answer");
  // An answer can be changed here, and taken away only in the file.
  if (form.answerEn.trim() === "" && before.answerEn !== "") found.push("no_english");
  if (form.from !== "" && form.until !== "" && form.from > form.until) found.push("reversed");
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
