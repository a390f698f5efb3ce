import { type ReadonlySignal, useComputed, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { FaqEntry } from "../../wire/inbox";
import { kept } from "../../wire/kept";
import { blank, type Form, formOf, isSame } from "./form";
import { type Field, merge } from "./merge";

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
}

const keyOf = (id: string) => `xiaoer.faq.${id}`;

/** The form of an entry, or of a new one; follows what others save to the same entry. */
export function useForm(id: string, entry: FaqEntry | undefined): Writing {
  const saved = entry === undefined ? blank : formOf(entry);
  const written = useSignal<Written>(kept.get<Written>(keyOf(id)) ?? { base: saved, form: saved });
  const conflicts = useSignal<{ fields: Field[]; theirs: Form } | null>(null);

  const set = (next: Written) => {
    written.value = next;
    if (isSame(next.base, next.form)) kept.drop(keyOf(id));
    else kept.set(keyOf(id), next);
  };

  useEffect(() => {
    const { base, form } = written.peek();
    if (isSame(base, saved)) return;
    const merged = merge(base, form, saved);
    conflicts.value = merged.conflicts.length === 0 ? null : { fields: merged.conflicts, theirs: saved };
    // Where both changed the same, it stays as it was until somebody decides.
    const undecided = Object.fromEntries(merged.conflicts.map((field) => [field, base[field]]));
    set({ base: { ...saved, ...undecided }, form: merged.form });
  }, [entry]);

  return {
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
