import { useSignal } from "@preact/signals";
import { ArrowRight, CircleCheck } from "lucide-preact";
import { EmptyState } from "../../design/empty-state/empty-state";
import { language } from "../../language/chosen";
import type { Flip, Flips, Verdict } from "../../wire/content";
import { intentTitle } from "../content/lists";
import { testing } from "../test/testing";
import { areJudged, choose, countVerdicts, VERDICTS } from "./flips";
import { OutcomeView } from "./outcome";
import { text } from "./text";

/** Sentences that are answered otherwise, before and after. */
export function FlipList({ flips }: { flips: Flips }) {
  const say = text[language.value];
  const { messages, labelled } = flips;
  const source = useSignal<"messages" | "labelled">(messages.flips.length > 0 ? "messages" : "labelled");
  const verdict = useSignal<Verdict | null>(null);
  const of = source.value === "messages" ? messages : labelled;
  const counts = countVerdicts(of.flips);
  const judged = areJudged(of.flips);
  const shown = choose(of.flips, judged ? verdict.value : null);
  return (
    <div class="flips">
      <p class="standing">
        {say.standing(messages.looked_at, messages.days, labelled.rows)}
        {" · "}
        {say.labelled(labelled.right_before, labelled.right_after, labelled.rows)}
      </p>
      <div class="chips">
        <Chip
          pressed={source.value === "messages"}
          label={say.source.messages}
          count={messages.flips.length}
          onClick={() => {
            source.value = "messages";
          }}
        />
        <Chip
          pressed={source.value === "labelled"}
          label={say.source.labelled}
          count={labelled.flips.length}
          onClick={() => {
            source.value = "labelled";
          }}
        />
        {judged && (
          <>
            <span class="chips-gap" />
            <Chip
              pressed={verdict.value === null}
              label={say.all}
              count={of.flips.length}
              onClick={() => {
                verdict.value = null;
              }}
            />
            {VERDICTS.map((name) => (
              <Chip
                key={name}
                pressed={verdict.value === name}
                label={say.verdict[name]}
                count={counts[name]}
                onClick={() => {
                  verdict.value = name;
                }}
              />
            ))}
          </>
        )}
      </div>
      {shown.length === 0 ? (
        <EmptyState
          icon={CircleCheck}
          title={of.flips.length === 0 ? say.nothingFlips : say.noneOfThese}
          {...(of.flips.length === 0 && { about: say.nothingFlipsAbout })}
        />
      ) : (
        <ul class="flip-rows">
          <li class="flip-heads" aria-hidden="true">
            <span class="flip-words">{say.said}</span>
            <span>{say.before}</span>
            <span>{say.after}</span>
          </li>
          {shown.map((flip) => (
            <FlipRow key={`${flip.text} ${flip.label}`} flip={flip} judged={judged} />
          ))}
        </ul>
      )}
      {(of.more ?? 0) > 0 && <p class="standing">{say.more(of.more ?? 0)}</p>}
    </div>
  );
}

interface ChipProps {
  pressed: boolean;
  label: string;
  count: number;
  onClick(): void;
}

function Chip({ pressed, label, count, onClick }: ChipProps) {
  return (
    <button type="button" aria-pressed={pressed} onClick={onClick}>
      {label} <span>{count}</span>
    </button>
  );
}

function FlipRow({ flip, judged }: { flip: Flip; judged: boolean }) {
  const say = text[language.value];
  const tone = { worse: "danger", better: "good", other: "plain" }[flip.verdict];
  return (
    <li>
      {judged && <span class={`badge ${tone}`}>{say.verdict[flip.verdict]}</span>}
      <div class="flip-words">
        <q>{flip.text}</q>
        {flip.count > 1 && <small>{say.times(flip.count)}</small>}
        {flip.label !== null && <small>{say.should(intentTitle(flip.label))}</small>}
      </div>
      <div class="flip-way">
        <span class="unseen">{say.before}</span>
        <OutcomeView outcome={flip.before} />
        <ArrowRight size={14} aria-hidden="true" />
        <span class="unseen">{say.after}</span>
        <OutcomeView outcome={flip.after} />
      </div>
      <button
        type="button"
        class="link"
        onClick={() => {
          testing.value = flip.text;
        }}
      >
        {say.tryIt}
      </button>
    </li>
  );
}
