import type { Form } from "./form";

export const FIELDS = ["answer", "answerEn", "from", "until"] as const;
export type Field = (typeof FIELDS)[number];

export interface Merged {
  form: Form;
  /** What both have changed, each otherwise. The form keeps what was typed. */
  conflicts: Field[];
}

/** What I typed over `base` and what a colleague saved over it, together. */
export function merge(base: Form, mine: Form, theirs: Form): Merged {
  const added = mine.questions.filter(
    (one) => !base.questions.includes(one) && !theirs.questions.includes(one),
  );
  const removed = base.questions.filter((one) => !mine.questions.includes(one));
  const merged: Merged = {
    form: {
      ...mine,
      questions: [...theirs.questions.filter((one) => !removed.includes(one)), ...added],
    },
    conflicts: [],
  };
  for (const field of FIELDS) {
    if (mine[field] === base[field]) merged.form[field] = theirs[field];
    else if (theirs[field] !== base[field] && theirs[field] !== mine[field]) merged.conflicts.push(field);
  }
  return merged;
}
