import { type Signal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { say as tell } from "../../design/toast/toast";
import { language } from "../../language/chosen";
import { type Edit, edit } from "../../wire/inbox";
import { Refused } from "../../wire/request";
import { faq, refreshFaq } from "../content/lists";
import { useSession } from "../frame/session";
import { failure } from "../words/failure";
import { formOf, problems } from "./form";
import { text } from "./text";
import type { Writing } from "./use-form";

/** Saves what is written, by a button or the keyboard. What could not be saved stays as it was typed. */
export function useSaving(
  writing: Writing,
  /** Of an entry that is there already. */
  id: string | null,
  edits: () => Edit[],
  onSaved?: () => void,
): { saving: Signal<boolean>; save(): void } {
  const { draft, signedOut } = useSession();
  const saving = useSignal(false);

  async function save(): Promise<void> {
    const { dirty, form, conflicts } = writing;
    const may = dirty.value && problems(form.value).length === 0 && conflicts.value === null;
    if (saving.value || !may) return;
    saving.value = true;
    try {
      // An edit has no memory of what it was made from, so what is there now is looked at first.
      await refreshFaq();
      const now = faq.value.find((entry) => entry.id === id);
      if (now !== undefined) writing.meet(formOf(now));
      if (conflicts.value !== null || !dirty.value) return;
      const state = await edit(edits());
      await refreshFaq();
      draft.took(state);
      tell.done(text[language.value].saved);
      onSaved?.();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (error.status === 401) signedOut();
      else tell.wrong(failure(error));
    } finally {
      saving.value = false;
    }
  }

  const current = useRef(save);
  current.current = save;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      void current.current();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, []);

  return { saving, save };
}
