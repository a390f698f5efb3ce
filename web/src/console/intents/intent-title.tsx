import { useSignal } from "@preact/signals";
import { Pencil } from "lucide-preact";
import { IconButton } from "../../design/button/icon-button";
import { language } from "../../language/chosen";
import type { IntentView } from "../../wire/inbox";
import { text } from "./text";
import { useEdit } from "./use-edit";

/** What the intent is called, and a way to call it otherwise. */
export function IntentTitle({ intent: { name, title, title_en } }: { intent: IntentView }) {
  const say = text[language.value];
  const { apply, busy } = useEdit();
  const typed = useSignal<string | null>(null);

  async function save(): Promise<void> {
    const words = typed.value?.trim() ?? "";
    const same = words === "" || words === title;
    if (same || (await apply([{ do: "set_title", intent: name, title: words }], null))) typed.value = null;
  }

  if (typed.value === null) {
    return (
      <h1 class="intent-title">
        {language.value === "en" ? (title_en ?? title) : title}
        <IconButton
          icon={Pencil}
          label={say.rename}
          onClick={() => {
            typed.value = title;
          }}
        />
      </h1>
    );
  }
  return (
    <form
      class="intent-title"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <input
        type="text"
        aria-label={say.newIntentTitle}
        maxLength={40}
        value={typed.value}
        ref={(input) => {
          if (input !== null && document.activeElement !== input) input.focus();
        }}
        onInput={({ currentTarget }) => {
          typed.value = currentTarget.value;
        }}
        onKeyDown={({ key, isComposing }) => {
          if (key === "Escape" && !isComposing) typed.value = null;
        }}
      />
      <button type="submit" class="button primary" disabled={busy}>
        {say.save}
      </button>
      <button
        type="button"
        class="button"
        onClick={() => {
          typed.value = null;
        }}
      >
        {say.cancel}
      </button>
    </form>
  );
}
