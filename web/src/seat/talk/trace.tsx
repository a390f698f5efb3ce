import "./trace.css";
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { Bar, percent } from "../../design/bar/bar";
import { language } from "../../language/chosen";
import { explain, rule } from "../../wire/explain";
import type { Understood } from "../../wire/seat";
import { intentTitle } from "../desk/lists";
import { traceText } from "./trace-text";

/** Why: who decided, how surely, from what. */
export function Trace({ understood }: { understood: Understood }) {
  const say = traceText[language.value];
  const why = explain(understood);
  const raw = useSignal(false);
  return (
    <section class="trace">
      <p class="trace-verdict">
        <b>{say.stages[why.stage] ?? why.stage}</b>
        <span class={why.certainty}>{say.certainty[why.certainty]}</span>
      </p>
      <Part title={say.intents}>
        <ul class="trace-intents">
          {why.intents.slice(0, 4).map(({ intent, confidence }, place) => (
            <li key={intent}>
              <span title={intent}>{intentTitle(intent)}</span>
              <Bar share={confidence} bound={place === 0 ? why.threshold : null} />
              <span>{percent(confidence)}</span>
            </li>
          ))}
        </ul>
        {why.threshold !== null && <small>{say.threshold(percent(why.threshold))}</small>}
      </Part>
      {why.rules.length > 0 && (
        <Part title={say.rules}>
          {why.rules.map((name) => {
            const { intent, number } = rule(name);
            return (
              <code key={name} title={name}>
                {say.rule(intentTitle(intent), number)}
              </code>
            );
          })}
        </Part>
      )}
      {why.neighbours.length > 0 && (
        <Part title={say.neighbours}>
          <ul class="trace-neighbours">
            {why.neighbours.map(({ text, intent, similarity }) => (
              <li key={text}>
                <q>{text}</q>
                <span>{intentTitle(intent)}</span>
                <span>{similarity.toFixed(2)}</span>
              </li>
            ))}
          </ul>
        </Part>
      )}
      {why.scope !== null && (
        <Part title={say.scope}>
          {say.scopeWords(percent(why.scope.probability), percent(why.scope.bound))}
        </Part>
      )}
      {why.corrections.length > 0 && (
        <Part title={say.corrections}>
          {why.corrections.map((one) => (
            <span key={one.rule}>{say.correction(one.rule, intentTitle(one.from))}</span>
          ))}
        </Part>
      )}
      {why.noVector && <small>{say.noVector}</small>}
      <button
        type="button"
        class="quiet-button"
        aria-expanded={raw.value}
        onClick={() => {
          raw.value = !raw.value;
        }}
      >
        {"{ }"} {say.raw}
      </button>
      {raw.value && <pre>{JSON.stringify(understood, null, 2)}</pre>}
    </section>
  );
}

function Part({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <div class="trace-part">
      <b>{title}</b>
      <div>{children}</div>
    </div>
  );
}
