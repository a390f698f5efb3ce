import { useSignal } from "@preact/signals";
import { CircleAlert, CircleCheck, LoaderCircle } from "lucide-preact";
import { useId } from "preact/hooks";
import { language } from "../../language/chosen";
import type { DraftState } from "../../wire/content";
import { ago } from "../content/when";
import { FindingList } from "../findings/finding-list";
import { href } from "../frame/place";
import { isWorking } from "./draft";
import { text } from "./text";

/** Who changed what, how far the work on it is, and what it would change. */
export function Standing({ draft }: { draft: DraftState }) {
  const say = text[language.value];
  const errors = draft.findings.filter(({ severity }) => severity === "error").length;
  // Until somebody chooses: what stands in the way is shown, what does not is not.
  const chosen = useSignal<boolean | null>(null);
  const shown = chosen.value ?? draft.step === "refused";
  const list = useId();
  return (
    <>
      <p class="draft-standing">
        <a href={href("draft", "files")}>
          <b>{say.draft}</b>
        </a>
        <span>{say.changed(draft.authors.join("、"), draft.files, ago(draft.saved, language.value))}</span>
        <StepView draft={draft} />
        {draft.findings.length > 0 && (
          <button
            type="button"
            class={errors > 0 ? "badge danger" : "badge warning"}
            aria-expanded={shown}
            aria-controls={list}
            onClick={() => {
              chosen.value = !shown;
            }}
          >
            {say.findings(errors, draft.findings.length - errors)}
          </button>
        )}
        <Effect draft={draft} />
      </p>
      {shown && draft.findings.length > 0 && (
        <FindingList id={list} label={say.findingsTitle} findings={draft.findings} />
      )}
      {draft.error !== null && <p class="draft-note wrong">{draft.error}</p>}
    </>
  );
}

function StepView({ draft }: { draft: DraftState }) {
  const say = text[language.value];
  const { step, done, all } = draft;
  const Icon = isWorking(draft) ? LoaderCircle : step === "ready" ? CircleCheck : CircleAlert;
  return (
    <span class={`draft-step ${step}`}>
      <Icon size={15} aria-hidden="true" />
      <span role="status">{say.step[step]}</span>
      {isWorking(draft) && all > 0 && (
        <progress value={done} max={all} aria-label={say.step[step]} title={say.progress(done, all)} />
      )}
    </span>
  );
}

/** What would be otherwise, as a link to all of it. */
function Effect({ draft: { step, message_flips, labelled } }: { draft: DraftState }) {
  const say = text[language.value];
  if (step !== "ready") return null;
  const change = labelled === null ? 0 : labelled.right_after - labelled.right_before;
  return (
    <>
      <a class={`draft-flips ${(message_flips ?? 0) > 0 ? "some" : ""}`} href={href("draft")}>
        {(message_flips ?? 0) > 0 ? say.flips(message_flips ?? 0) : say.noFlips}
      </a>
      {change !== 0 && <span class={change > 0 ? "badge good" : "badge danger"}>{say.right(change)}</span>}
    </>
  );
}
