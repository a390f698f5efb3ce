import "./new-intent.css";
import { useSignal } from "@preact/signals";
import { Dialog } from "../../design/dialog/dialog";
import { language } from "../../language/chosen";
import { intents } from "../content/lists";
import { go } from "../frame/place";
import { readLines } from "./example-list/adding";
import { text } from "./text";
import { useEdit } from "./use-edit";

const NAME = /^[a-z0-9_]+(\.[a-z0-9_]+)*$/;

export function NewIntent({ onClose }: { onClose(): void }) {
  const say = text[language.value];
  const { apply, busy } = useEdit();
  const name = useSignal("");
  const title = useSignal("");
  const examples = useSignal("");
  const lines = readLines(examples.value);
  const wrong =
    name.value !== "" && !NAME.test(name.value)
      ? say.badName
      : intents.value.some((intent) => intent.name === name.value)
        ? say.taken
        : null;
  const complete = name.value !== "" && wrong === null && title.value.trim() !== "" && lines.length > 0;

  async function create(): Promise<void> {
    if (!complete) return;
    const made = { name: name.value, title: title.value.trim(), examples: lines };
    if (!(await apply([{ do: "add_intent", ...made }], null))) return;
    onClose();
    go("intents", made.name);
  }

  return (
    <Dialog title={say.newTitle} about={say.newAbout} onClose={onClose}>
      <form
        class="new-intent"
        onSubmit={(event) => {
          event.preventDefault();
          void create();
        }}
      >
        <label class="field">
          <span>{say.newIntentTitle}</span>
          <input
            type="text"
            maxLength={40}
            required
            onInput={({ currentTarget }) => {
              title.value = currentTarget.value;
            }}
          />
        </label>
        <label class="field">
          <span>
            {say.newName} · {say.newNameHint}
          </span>
          <input
            type="text"
            maxLength={64}
            required
            autocapitalize="off"
            spellcheck={false}
            aria-invalid={wrong !== null}
            onInput={({ currentTarget }) => {
              name.value = currentTarget.value.trim();
            }}
          />
        </label>
        <p role="alert">{wrong}</p>
        <label class="field">
          <span>{say.newExamples}</span>
          <textarea
            rows={5}
            required
            onInput={({ currentTarget }) => {
              examples.value = currentTarget.value;
            }}
          />
        </label>
        <div class="dialog-actions">
          <button type="button" class="button" onClick={onClose}>
            {say.cancel}
          </button>
          <button type="submit" class="button primary" disabled={!complete || busy}>
            {say.create}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
