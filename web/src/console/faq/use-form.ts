import { type ReadonlySignal, useComputed, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { FaqEntry } from "../../wire/inbox";
import { kept } from "../../wire/kept";
import { blank, type Field, type Form, formOf, isSame } from "./form";
import { merge } from "./merge";

/** What is written, and over what. Kept on this device until it is saved. */
interface Written {
  base: Form;
  form: Form;
}

export interface Writing {
  form: ReadonlySignal<Form>;
  base: ReadonlySignal<Form>;
  dirty: ReadonlySignal<boolean>;
  /** What a colleague saved meanwhile, where both changed the same. */
  conflicts: ReadonlySignal<{ fields: Field[]; theirs: Form } | null>;
  write(part: Partial<Form>): void;
  settle(field: Field, whose: "mine" | "theirs"): void;
  drop(): void;
  /** What is saved now; what others changed meanwhile comes in, or becomes a conflict. */
  meet(saved: Form): void;
}

const keyOf = (id: string) => `xiaoer.faq.${id}`;

/** The form of an entry, or of a new one; follows what others save to the same entry. */
export function useForm(id: string, entry: FaqEntry | undefined): Writing {
  const saved = entry === undefined ? blank : formOf(entry);
  const before = kept.get<Written>(keyOf(id));
  // What an older page kept may lack fields that there are now.
  const written = useSignal<Written>({
    base: { ...saved, ...before?.base },
    form: { ...saved, ...before?.form },
  });
  const conflicts = useSignal<{ fields: Field[]; theirs: Form } | null>(null);

  const set = (next: Written) => {
    written.value = next;
    if (isSame(next.base, next.form)) kept.drop(keyOf(id));
    else kept.set(keyOf(id), next);
  };

  const meet = (theirs: Form) => {
    const { base, form } = written.peek();
    if (isSame(base, theirs)) return;
    const merged = merge(base, form, theirs);
    conflicts.value = merged.conflicts.length === 0 ? null : { fields: merged.conflicts, theirs };
    // Where both changed the same, it stays as it was until somebody decides.
    const undecided = Object.fromEntries(merged.conflicts.map((field) => [field, base[field]]));
    set({ base: { ...theirs, ...undecided }, form: merged.form });
  };
  useEffect(() => meet(saved), [entry]);

  return {
    meet,
    form: useComputed(() => written.value.form),
    base: useComputed(() => written.value.base),
    dirty: useComputed(() => !isSame(written.value.base, written.value.form)),
    conflicts,
    write: (part) => set({ ...written.value, form: { ...written.value.form, ...part } }),
    settle(field, whose) {
      const { base, form } = written.value;
      if (conflicts.value === null) return;
      const { fields, theirs } = conflicts.value;
      const left = fields.filter((one) => one !== field);
      conflicts.value = left.length === 0 ? null : { fields: left, theirs };
      set({
        base: { ...base, [field]: theirs[field] },
        form: whose === "mine" ? form : { ...form, [field]: theirs[field] },
      });
    },
    drop() {
      conflicts.value = null;
      set({ base: saved, form: saved });
    },
  };
}
