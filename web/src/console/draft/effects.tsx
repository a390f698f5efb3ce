import "./note-dialog.css";
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { percent } from "../../design/bar/bar";
import { language } from "../../language/chosen";
import { content, type DraftState, type Flip, type Flips } from "../../wire/content";
import { areJudged, countVerdicts } from "./flips";
import { text } from "./text";

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
  return (
    <dl class="effects">
      <Row title={say.publishFiles}>
        {say.files(draft.files)} · {draft.authors.join("、")}
      </Row>
      <Row title={say.publishMessages}>
        {found === null
          ? say.counting
          : say.messages(found.messages.looked_at, found.messages.days, draft.message_flips ?? 0)}
        {(draft.message_flips ?? 0) > 0 && (
          <>
            {" "}
            <button type="button" class="link" onClick={onLook}>
              {say.look}
            </button>
          </>
        )}
        {found !== null && <Verdicts flips={found.messages.flips} />}
      </Row>
      <Row title={say.publishLabelled}>
        {draft.labelled === null
          ? say.noLabelled
          : say.labelled(draft.labelled.right_before, draft.labelled.right_after, draft.labelled.rows)}
        {found !== null && <Verdicts flips={found.labelled.flips} />}
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

function Verdicts({ flips }: { flips: readonly Flip[] }) {
  if (!areJudged(flips)) return null;
  const { worse, better, other } = countVerdicts(flips);
  return (
    <>
      <br />
      <b class={worse > 0 ? "worse" : ""}>{text[language.value].worse(worse, better, other)}</b>
    </>
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
