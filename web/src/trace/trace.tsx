import "./trace.css";
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { Bar, percent } from "../design/bar/bar";
import { language } from "../language/chosen";
import { type Explained, rule } from "../wire/explain";
import { text } from "./text";

export interface TraceProps {
  why: Explained;
  /** As the server said it. */
  raw: unknown;
  titleOf(intent: string): string;
  /** More parts. */
  children?: ComponentChildren;
}

/** Why a message is taken as it is: who decided, how surely, from what. */
export function Trace({ why, raw, titleOf, children }: TraceProps) {
  const say = text[language.value];
  return (
    <div class="trace">
      <Part title={say.stage}>
        <b>{say.stages[why.stage] ?? why.stage}</b>
        <span class={`trace-certainty ${why.certainty}`}>{say.certainty[why.certainty]}</span>
      </Part>
      {why.intents.length > 0 && (
        <Part title={say.intents}>
          <ul class="trace-intents">
            {why.intents.slice(0, 4).map(({ intent, confidence }, place) => (
              <li key={intent}>
                <span title={intent}>{titleOf(intent)}</span>
                <Bar share={confidence} bound={place === 0 ? why.threshold : null} />
                <span>{percent(confidence)}</span>
              </li>
            ))}
          </ul>
          {why.threshold !== null && <small>{say.threshold(percent(why.threshold))}</small>}
        </Part>
      )}
      {why.rules.length > 0 && (
        <Part title={say.rules}>
          {why.rules.map((name) => {
            const { intent, number } = rule(name);
            return (
              <code key={name} title={name}>
                {say.rule(titleOf(intent), number)}
              </code>
            );
          })}
        </Part>
      )}
      {why.corrections.length > 0 && (
        <Part title={say.corrections}>
          {why.corrections.map((one) => (
            <span key={one.rule}>{say.correction(one.rule, titleOf(one.from))}</span>
          ))}
        </Part>
      )}
      {why.neighbours.length > 0 && (
        <Part title={say.neighbours}>
          <Lines
            lines={why.neighbours.map(({ text: words, intent, similarity }) => ({
              words,
              about: `${titleOf(intent)} · ${similarity.toFixed(2)}`,
            }))}
          />
        </Part>
      )}
      {why.scope !== null && (
        <Part title={say.scope}>
          {say.scopeWords(percent(why.scope.probability), percent(why.scope.bound))}
        </Part>
      )}
      {children}
      {why.noVector && <small class="trace-note">{say.noVector}</small>}
      <Raw of={raw} />
    </div>
  );
}

export function Part({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <div class="trace-part">
      <b>{title}</b>
      <div>{children}</div>
    </div>
  );
}

/** What was said before, and where it belongs. */
export function Lines({ lines }: { lines: readonly { words: string; about: string }[] }) {
  return (
    <ul class="trace-lines">
      {lines.map(({ words, about }) => (
        <li key={words}>
          <q>{words}</q>
          <small>{about}</small>
        </li>
      ))}
    </ul>
  );
}

function Raw({ of }: { of: unknown }) {
  const open = useSignal(false);
  return (
    <>
      <button
        type="button"
        class="trace-raw"
        aria-expanded={open.value}
        onClick={() => {
          open.value = !open.value;
        }}
      >
        {"{ }"} {text[language.value].raw}
      </button>
      {open.value && <pre>{JSON.stringify(of, null, 2)}</pre>}
    </>
  );
}
