import "./step-list.css";
import { language } from "../../language/chosen";
import type { Graph } from "../../wire/inbox";
import { href } from "../frame/place";
import type { Step } from "./drawn";
import { text } from "./text";

export interface StepListProps {
  intent: string;
  graph: Graph;
  steps: Map<string, Step>;
  chosen: string | undefined;
}

/** All steps one after another, with what follows each: what the drawing says, in words. */
export function StepList({ intent, graph, steps, chosen }: StepListProps) {
  const say = text[language.value];
  return (
    <details class="step-list">
      <summary>{say.list}</summary>
      <ol>
        {[...steps.values()].map(({ node, number, words }) => (
          <li key={node.id} id={`flow-step-${number}`}>
            <a
              href={href("flows", intent, node.id)}
              {...(node.id === chosen && { "aria-current": "step" as const })}
            >
              <strong>{say.kinds[node.kind]}</strong> {words}
            </a>
            <span>
              {graph.edges
                .filter(({ from }) => from === node.id)
                .map(({ to, label }) => {
                  const next = steps.get(to)?.number ?? 0;
                  return `${label === null ? say.next : say.branch(label)} → ${say.goesTo(next)}`;
                })
                .join(language.value === "en" ? "; " : "；")}
            </span>
          </li>
        ))}
      </ol>
    </details>
  );
}
