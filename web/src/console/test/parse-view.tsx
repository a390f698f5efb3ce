import { percent } from "../../design/bar/bar";
import { language } from "../../language/chosen";
import { Lines, Part, Trace } from "../../trace/trace";
import type { Parse } from "../../wire/content";
import { explain } from "../../wire/explain";
import { intentTitle } from "../content/lists";
import { text } from "./text";

export interface ParseViewProps {
  title: string;
  parse: Parse;
  /** What it is compared with; what is otherwise is marked. */
  against: Parse | null;
}

/** How a sentence is taken, and why. */
export function ParseView({ title, parse, against }: ParseViewProps) {
  const say = text[language.value];
  const { intent, certainty, entities, passages } = parse;
  const why = explain({
    stage: parse.by,
    certainty,
    intents: parse.intent_ranking.map(({ name, confidence }) => ({ intent: name, confidence })),
    trace: parse.trace,
  });
  const other =
    against !== null && (against.intent?.name !== intent?.name || against.certainty !== certainty);
  return (
    <section class={other ? "parse other" : "parse"} aria-label={title}>
      <h3>
        {title}
        {other && <span class="badge warning">{say.otherwise}</span>}
      </h3>
      <strong>{intent === null ? say.nothing : intentTitle(intent.name)}</strong>
      <Trace why={why} raw={parse} titleOf={intentTitle}>
        {entities.length > 0 && (
          <Part title={say.entities}>
            {entities.map(({ entity, value, start }) => (
              <code key={`${entity} ${start}`}>
                {entity} = {typeof value === "string" ? value : JSON.stringify(value)}
              </code>
            ))}
          </Part>
        )}
        {passages.length > 0 && (
          <Part title={say.passages}>
            <Lines
              lines={passages.slice(0, 2).map(({ id, question, confidence }) => ({
                words: question,
                about: `${id} · ${percent(confidence)}`,
              }))}
            />
          </Part>
        )}
        {why.normalized !== null && why.normalized !== parse.text && (
          <Part title={say.normalized}>{why.normalized}</Part>
        )}
      </Trace>
    </section>
  );
}
