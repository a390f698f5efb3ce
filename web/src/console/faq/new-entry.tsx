import { useSignal } from "@preact/signals";
import { language } from "../../language/chosen";
import { faq, intents, titleOf } from "../content/lists";
import { Fields } from "./fields";
import { newEntry } from "./form";
import { fileFor, idFor } from "./naming";
import { SaveBar } from "./save-bar";
import { text } from "./text";
import { useForm } from "./use-form";
import { useSaving } from "./use-saving";

/** An entry that is not there yet. Its id and file are thought of by themselves, until somebody knows better. */
export function NewEntry({ onAdded }: { onAdded(id: string): void }) {
  const say = text[language.value];
  const intent = useSignal("");
  const chosenId = useSignal<string | null>(null);
  const chosenFile = useSignal<string | null>(null);
  const writing = useForm("", undefined);
  const all = faq.value;
  const id = chosenId.value ?? idFor(all, intent.value);
  const file = chosenFile.value ?? fileFor(all, intent.value);
  const taken = all.some((entry) => entry.id === id);
  const files = [...new Set([file, ...all.map((entry) => entry.file)])];
  const { saving, save } = useSaving(
    writing,
    null,
    () => newEntry({ id, file, intent: intent.value || null }, writing.form.value),
    () => {
      writing.drop();
      onAdded(id);
    },
  );
  return (
    <section class="faq-entry" aria-labelledby="faq-new">
      <header>
        <h2 id="faq-new">{say.new}</h2>
      </header>
      <div class="faq-names">
        <label class="field">
          <span>{say.intent}</span>
          <select
            value={intent.value}
            onChange={({ currentTarget }) => {
              intent.value = currentTarget.value;
            }}
          >
            <option value="">{say.noIntent}</option>
            {intents.value.map((one) => (
              <option key={one.name} value={one.name}>
                {titleOf(one)}
              </option>
            ))}
          </select>
        </label>
        <label class="field">
          <span>{say.id}</span>
          <input
            value={id}
            aria-invalid={taken}
            spellcheck={false}
            onInput={({ currentTarget }) => {
              chosenId.value = currentTarget.value.trim() || null;
            }}
          />
        </label>
        <label class="field">
          <span>{say.file}</span>
          <select
            value={file}
            onChange={({ currentTarget }) => {
              chosenFile.value = currentTarget.value;
            }}
          >
            {files.map((one) => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
          </select>
        </label>
      </div>
      <Fields writing={writing} />
      <SaveBar writing={writing} saving={saving.value} problem={taken ? say.idTaken : null} onSave={save} />
    </section>
  );
}
