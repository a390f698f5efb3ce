import { FIELDS, type Field, type Form, settled } from "./form";

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
  const typed = settled(mine);
  for (const field of FIELDS) {
    if (typed[field] === base[field] || typed[field] === theirs[field]) merged.form[field] = theirs[field];
    else if (theirs[field] !== base[field]) merged.conflicts.push(field);
  }
  return merged;
}
