import { useSignal } from "@preact/signals";
import { Bird } from "lucide-preact";
import { useState } from "preact/hooks";
import { say as tell } from "../../design/toast/toast";
import { language } from "../../language/chosen";
import type { DraftState } from "../../wire/content";
import { rollout } from "../../wire/rollout";
import { Effects } from "../draft/effects";
import { go } from "../frame/place";
import { text } from "./text";
import { useAct } from "./use-act";

const SHARES = [1, 5, 10, 25, 50];

/** Gives the ready draft to a share of the conversations. */
export function CanaryForm({ draft }: { draft: DraftState | null }) {
  const say = text[language.value];
  return (
    <section class="rollout-card">
      <h2>
        <Bird size={18} aria-hidden="true" />
        {say.canary}
      </h2>
      <p class="standing">{say.canaryAbout}</p>
      {draft?.step !== "ready" ? (
        <p class="rollout-wait">{draft === null ? say.noDraft : say.draftNotReady}</p>
      ) : (
        <Form key={draft.revision} draft={draft} />
      )}
    </section>
  );
}

function Form({ draft }: { draft: DraftState }) {
  const say = text[language.value];
  const share = useSignal(10);
  const note = useSignal("");
  const { act, busy } = useAct();
  // What was looked at is what is started.
  const [{ revision }] = useState(draft);
  return (
    <form
      class="rollout-form"
      onSubmit={(event) => {
        event.preventDefault();
        void act(async () => {
          const begun = await rollout.startCanary(revision, share.value / 100, note.value.trim());
          tell.done(say.started(begun.version, `${share.value}%`));
        });
      }}
    >
      <Effects draft={draft} onLook={() => go("draft")} />
      <fieldset class="shares">
        <legend>{say.share}</legend>
        <div class="chips">
          {SHARES.map((percent) => (
            <button
              key={percent}
              type="button"
              aria-pressed={share.value === percent}
              onClick={() => {
                share.value = percent;
              }}
            >
              {percent}%
            </button>
          ))}
        </div>
        <label>
          <input
            type="range"
            min={1}
            max={50}
            aria-label={say.share}
            value={share.value}
            onInput={({ currentTarget }) => {
              share.value = currentTarget.valueAsNumber;
            }}
          />
          <output>{share.value}%</output>
        </label>
      </fieldset>
      <label class="field">
        <span>{say.note}</span>
        <input
          type="text"
          maxLength={200}
          onInput={({ currentTarget }) => {
            note.value = currentTarget.value;
          }}
        />
      </label>
      <p class="takes-over">{say.willAnswer(`${share.value}%`)}</p>
      <div class="dialog-actions">
        <button type="submit" class="button primary" disabled={busy}>
          {say.start(`${share.value}%`)}
        </button>
      </div>
    </form>
  );
}
