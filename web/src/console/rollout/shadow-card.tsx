import { ArrowRight, CircleStop, Ghost } from "lucide-preact";
import { say as tell } from "../../design/toast/toast";
import { language } from "../../language/chosen";
import type { DraftState } from "../../wire/content";
import { type Difference, rollout, type Shadow } from "../../wire/rollout";
import { ago } from "../content/when";
import { OutcomeView } from "../draft/outcome";
import { testing } from "../test/testing";
import { percent } from "./tallies";
import { text } from "./text";
import { useAct } from "./use-act";

/** The draft hears every message too, and says nothing. */
export function ShadowCard({ shadow, draft }: { shadow: Shadow | null; draft: DraftState | null }) {
  const say = text[language.value];
  const { act, busy } = useAct();
  const ready = draft?.step === "ready" ? draft.revision : null;
  return (
    <section class="rollout-card">
      <header>
        <h2>
          <Ghost size={18} aria-hidden="true" />
          {say.shadow}
          {shadow !== null && <span class="badge accent">{say.listens}</span>}
        </h2>
        <div class="rollout-tools">
          {shadow !== null ? (
            <button
              type="button"
              class="button"
              disabled={busy}
              onClick={() =>
                act(async () => {
                  await rollout.stopShadow();
                  tell.done(say.shadowStopped);
                })
              }
            >
              <CircleStop size={16} aria-hidden="true" />
              {say.stop}
            </button>
          ) : (
            <button
              type="button"
              class="button"
              disabled={busy || ready === null}
              onClick={() =>
                act(async () => {
                  if (ready !== null) await rollout.startShadow(ready);
                  tell.done(say.shadowStarted);
                })
              }
            >
              <Ghost size={16} aria-hidden="true" />
              {say.shadowStart}
            </button>
          )}
        </div>
      </header>
      <p class="standing">{say.shadowAbout}</p>
      {shadow === null && ready === null && (
        <p class="rollout-wait">{draft === null ? say.noDraft : say.draftNotReady}</p>
      )}
      {shadow !== null && <Heard shadow={shadow} />}
    </section>
  );
}

function Heard({ shadow: { since, compared, dropped, differ, differences } }: { shadow: Shadow }) {
  const say = text[language.value];
  return (
    <>
      <p class="shadow-sum">
        <b>{say.differ(differ, compared, compared === 0 ? "0%" : percent(differ / compared))}</b>
        <span>{say.since(ago(since, language.value))}</span>
        {dropped > 0 && <span>{say.dropped(dropped)}</span>}
      </p>
      {differences.length > 0 && (
        <ul class="differences">
          {differences.map((one) => (
            <Row key={one.text} difference={one} />
          ))}
        </ul>
      )}
    </>
  );
}

function Row({ difference: { text: words, before, after, count } }: { difference: Difference }) {
  const say = text[language.value];
  return (
    <li>
      <span class="difference-words">
        <q>{words}</q>
        {count > 1 && <small>{say.times(count)}</small>}
      </span>
      <span class="difference-way">
        <OutcomeView outcome={before} />
        <ArrowRight size={14} aria-hidden="true" />
        <OutcomeView outcome={after} />
      </span>
      <button
        type="button"
        class="link"
        onClick={() => {
          testing.value = words;
        }}
      >
        {say.tryIt}
      </button>
    </li>
  );
}
