import "./publish-dialog.css";
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { percent } from "../../design/bar/bar";
import { Dialog } from "../../design/dialog/dialog";
import { say as tell } from "../../design/toast/toast";
import { language } from "../../language/chosen";
import { type Content, content, type DraftState, type Flips } from "../../wire/content";
import { go } from "../frame/place";
import { useRefusal, useSession } from "../frame/session";
import { failure } from "../words/failure";
import { countVerdicts } from "./flips";
import { text } from "./text";

export interface PublishDialogProps {
  content: Content;
  draft: DraftState;
  onClose(): void;
}

/** Says in numbers what will be otherwise, takes a note, and goes live. */
export function PublishDialog({ content: { live }, draft: state, onClose }: PublishDialogProps) {
  const { draft } = useSession();
  const refused = useRefusal();
  const say = text[language.value];
  const note = useSignal("");
  const busy = useSignal(false);
  const wrong = useSignal<string | null>(null);
  // What was looked at is what goes live: a save in between is another revision, and refused.
  const [{ revision }] = useState(state);

  async function publish(): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    wrong.value = null;
    try {
      const version = await content.publish(revision, note.value.trim());
      tell.done(say.published(version.number));
      onClose();
    } catch (error) {
      wrong.value = failure(refused(error));
    }
    busy.value = false;
    void draft.refresh();
  }

  return (
    <Dialog title={say.publish} onClose={onClose}>
      <form
        class="publish"
        onSubmit={(event) => {
          event.preventDefault();
          void publish();
        }}
      >
        <label class="field">
          <span>{say.note}</span>
          <input
            type="text"
            maxLength={200}
            placeholder={say.notePlaceholder}
            value={note.value}
            onInput={({ currentTarget }) => {
              note.value = currentTarget.value;
            }}
          />
        </label>
        <Effects
          draft={state}
          onLook={() => {
            onClose();
            go("draft");
          }}
        />
        <p class="takes-over">{say.takesOver(live.number)}</p>
        <p role="alert">{wrong.value}</p>
        <div class="dialog-actions">
          <button
            type="button"
            class="button quiet"
            onClick={() => {
              onClose();
              go("rollout");
            }}
          >
            {say.canary}
          </button>
          <button type="button" class="button" onClick={onClose}>
            {say.cancel}
          </button>
          <button type="submit" class="button primary" disabled={busy.value || state.step !== "ready"}>
            {busy.value ? say.publishing : say.publish}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** What changes, in numbers. */
export function Effects({ draft, onLook }: { draft: DraftState; onLook(): void }) {
  const say = text[language.value];
  const flips = useSignal<Flips | null>(null);
  useEffect(() => {
    content.flips().then(
      (found) => {
        flips.value = found;
      },
      () => {
        // The draft's own numbers remain.
      },
    );
  }, [flips]);
  const found = flips.value;
  const warnings = draft.findings.length;
  const verdicts = found === null ? null : countVerdicts(found.messages.flips);
  return (
    <dl class="effects">
      <Row title={say.publishFiles}>
        {say.files(draft.files)} · {draft.authors.join("、")}
      </Row>
      <Row title={say.publishMessages}>
        {found === null
          ? say.counting
          : say.messages(found.messages.looked_at, found.messages.days, draft.message_flips ?? 0)}
        {verdicts !== null && (draft.message_flips ?? 0) > 0 && (
          <>
            <br />
            <b class={verdicts.worse > 0 ? "worse" : ""}>
              {say.worse(verdicts.worse, verdicts.better, verdicts.other)}
            </b>{" "}
            <button type="button" class="link" onClick={onLook}>
              {say.look}
            </button>
          </>
        )}
      </Row>
      <Row title={say.publishLabelled}>
        {draft.labelled === null
          ? say.noLabelled
          : say.labelled(draft.labelled.right_before, draft.labelled.right_after, draft.labelled.rows)}
      </Row>
      <Row title={say.publishAccuracy}>
        {draft.accuracy === null || !draft.trains
          ? say.noTraining
          : `${draft.accuracy_before === null ? "" : `${percent1(draft.accuracy_before)} → `}${percent1(draft.accuracy)}`}
      </Row>
      {warnings > 0 && <Row title={say.findingsTitle}>{say.warnings(warnings)}</Row>}
    </dl>
  );
}

function Row({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function percent1(share: number): string {
  return share === 1 ? percent(share) : `${(share * 100).toFixed(1)}%`;
}
