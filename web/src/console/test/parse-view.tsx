import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { Bar, percent } from "../../design/bar/bar";
import { language } from "../../language/chosen";
import type { Parse } from "../../wire/content";
import { explain, rule } from "../../wire/explain";
import { intentTitle } from "../content/lists";
import { text } from "./text";

export interface ParseViewProps {
  title: string;
  parse: Parse;
  /** What it is compared with; what is otherwise is marked. */
  against: Parse | null;
}

/** How a sentence is taken and why: who decided, how surely, from what. */
export function ParseView({ title, parse, against }: ParseViewProps) {
  const say = text[language.value];
  const why = explain({
    stage: parse.by,
    certainty: parse.certainty,
    intents: parse.intent_ranking.map(({ name, confidence }) => ({ intent: name, confidence })),
    trace: parse.trace,
  });
  const other =
    against !== null &&
    (against.intent?.name !== parse.intent?.name || against.certainty !== parse.certainty);
  const best = parse.intent;
  return (
    <section class={other ? "parse other" : "parse"} aria-label={title}>
      <h3>
        {title}
        {other && <span class="badge warning">{say.otherwise}</span>}
      </h3>
      <p class="parse-verdict">
        <strong>{best === null ? say.nothing : intentTitle(best.name)}</strong>
        <span class={why.certainty}>{say.certainty[why.certainty]}</span>
      </p>
      {best !== null && (
        <div class="parse-sure">
          <Bar share={best.confidence} bound={why.threshold} />
          <span>{percent(best.confidence)}</span>
          {why.threshold !== null && <small>{say.threshold(percent(why.threshold))}</small>}
        </div>
      )}
      <dl>
        <Row title={say.stage}>{say.stages[why.stage] ?? why.stage}</Row>
        {why.rules.length > 0 && (
          <Row title={say.rules}>
            {why.rules.map((name) => {
              const { intent, number } = rule(name);
              return (
                <code key={name} title={name}>
                  {say.rule(intentTitle(intent), number)}
                </code>
              );
            })}
          </Row>
        )}
        {parse.entities.length > 0 && (
          <Row title={say.entities}>
            {parse.entities.map(({ entity, value, start }) => (
              <code key={`${entity} ${start}`}>
                {entity} = {typeof value === "string" ? value : JSON.stringify(value)}
              </code>
            ))}
          </Row>
        )}
        {why.corrections.length > 0 && (
          <Row title={say.corrections}>
            {why.corrections.map((one) => (
              <span key={one.rule}>{say.correction(one.rule, intentTitle(one.from))}</span>
            ))}
          </Row>
        )}
        {parse.intent_ranking.length > 1 && (
          <Row title={say.others}>
            <ul class="parse-others">
              {parse.intent_ranking.slice(1, 4).map(({ name, confidence }) => (
                <li key={name}>
                  <span title={name}>{intentTitle(name)}</span>
                  <Bar share={confidence} bound={null} />
                  <span>{percent(confidence)}</span>
                </li>
              ))}
            </ul>
          </Row>
        )}
        {why.neighbours.length > 0 && (
          <Row title={say.neighbours}>
            <ul class="parse-lines">
              {why.neighbours.map(({ text: words, intent, similarity }) => (
                <li key={words}>
                  <q>{words}</q>
                  <small>
                    {intentTitle(intent)} · {similarity.toFixed(2)}
                  </small>
                </li>
              ))}
            </ul>
          </Row>
        )}
        {parse.passages.length > 0 && (
          <Row title={say.passages}>
            <ul class="parse-lines">
              {parse.passages.slice(0, 2).map(({ id, question, confidence }) => (
                <li key={id}>
                  <q>{question}</q>
                  <small>
                    {id} · {percent(confidence)}
                  </small>
                </li>
              ))}
            </ul>
          </Row>
        )}
        {why.scope !== null && (
          <Row title={say.scope}>
            {say.scopeWords(percent(why.scope.probability), percent(why.scope.bound))}
          </Row>
        )}
        {why.normalized !== null && why.normalized !== parse.text && (
          <Row title={say.normalized}>{why.normalized}</Row>
        )}
      </dl>
      {why.noVector && <small class="parse-note">{say.noVector}</small>}
      <Raw parse={parse} />
    </section>
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

function Raw({ parse }: { parse: Parse }) {
  const say = text[language.value];
  const open = useSignal(false);
  return (
    <>
      <button
        type="button"
        class="link"
        aria-expanded={open.value}
        onClick={() => {
          open.value = !open.value;
        }}
      >
        {say.raw}
      </button>
      {open.value && <pre>{JSON.stringify(parse, null, 2)}</pre>}
    </>
  );
}
