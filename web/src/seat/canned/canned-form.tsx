import { useSignal } from "@preact/signals";
import { say as tell } from "../../design/toast/toast";
import { language } from "../../language/chosen";
import type { Canned } from "../../wire/desk";
import { Refused, request } from "../../wire/request";
import { codeOf, sentence } from "../words/error";
import { text } from "./text";

interface CannedFormProps {
  /** Null for a new one. */
  canned: Canned | null;
  mayShare: boolean;
  onCancel(): void;
  onSaved(): void;
}

export function CannedForm({ canned, mayShare, onCancel, onSaved }: CannedFormProps) {
  const say = text[language.value];
  const failed = useSignal<{ code: string; field: string | undefined } | null>(null);
  async function save(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const [shortcut, title, words] = ["shortcut", "title", "text"].map((name) =>
      String(form.get(name)).trim(),
    );
    const body = { shortcut: shortcut?.replace(/^\//, ""), title, text: words };
    try {
      if (canned === null) await request("POST", "/canned", { ...body, shared: form.get("shared") === "on" });
      else await request("PATCH", `/canned/${encodeURIComponent(canned.id)}`, body);
      tell.done(say.saved);
      onSaved();
    } catch (error) {
      failed.value = { code: codeOf(error), field: error instanceof Refused ? error.field : undefined };
    }
  }
  const wrong = (field: string) => failed.value?.field === field;
  return (
    <form class="canned-form" onSubmit={save}>
      <label class="field">
        <span>{say.shortcut}</span>
        <input
          name="shortcut"
          required
          maxLength={33}
          defaultValue={canned?.shortcut ?? ""}
          aria-invalid={wrong("shortcut")}
        />
      </label>
      <label class="field">
        <span>{say.name}</span>
        <input name="title" required defaultValue={canned?.title ?? ""} aria-invalid={wrong("title")} />
      </label>
      <label class="field">
        <span>{say.words}</span>
        <textarea
          name="text"
          required
          rows={5}
          defaultValue={canned?.text ?? ""}
          aria-invalid={wrong("text")}
        />
        <small>{say.wordsAbout}</small>
      </label>
      {canned === null && mayShare && (
        <label class="canned-shared">
          <input type="checkbox" name="shared" /> {say.forAll}
        </label>
      )}
      {failed.value !== null && <p role="alert">{sentence(failed.value.code)}</p>}
      <div class="dialog-actions">
        <button type="button" class="button" onClick={onCancel}>
          {say.cancel}
        </button>
        <button type="submit" class="button primary">
          {say.save}
        </button>
      </div>
    </form>
  );
}
