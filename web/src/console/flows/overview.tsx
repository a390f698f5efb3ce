import "./overview.css";
import { useSignal } from "@preact/signals";
import { SearchX, Workflow } from "lucide-preact";
import { useEffect } from "preact/hooks";
import { EmptyState } from "../../design/empty-state/empty-state";
import { language } from "../../language/chosen";
import type { Graph, IntentRow, NodeKind } from "../../wire/inbox";
import { readIntent, readIntents } from "../../wire/inbox";
import { titleOf } from "../content/lists";
import { useAnswer } from "../content/use-answer";
import { href } from "../frame/place";
import { useSession } from "../frame/session";
import { SearchBox } from "../panes/search-box";
import { failure } from "../words/failure";
import { SketchView } from "./sketch-view";
import { text } from "./text";

/** All flows there are. */
export function Overview() {
  const say = text[language.value];
  const { draft } = useSession();
  const words = useSignal("");
  const { answer, refused, again } = useAnswer(readIntents, String(draft.changes.value));
  const all = (answer ?? []).filter(({ flow }) => flow);
  const graphs = useGraphs(all, draft.changes.value);
  const wanted = words.value.trim().toLowerCase();
  const found = all.filter(({ name, title, title_en }) =>
    [name, title, title_en ?? ""].some((one) => one.toLowerCase().includes(wanted)),
  );
  return (
    <div class="content-page flows">
      <header>
        <div>
          <h1>{say.title}</h1>
          <p class="standing">{answer === null ? say.about : say.standing(all.length)}</p>
        </div>
        <SearchBox
          label={say.search}
          words={words.value}
          onWords={(typed) => {
            words.value = typed;
          }}
        />
      </header>
      {answer === null && (
        <EmptyState icon={Workflow} title={refused === null ? say.loading : failure(refused)}>
          {refused !== null && (
            <button type="button" class="button" onClick={again}>
              {say.again}
            </button>
          )}
        </EmptyState>
      )}
      {answer !== null && all.length === 0 && (
        <EmptyState icon={Workflow} title={say.none.title} about={say.none.about} />
      )}
      {all.length > 0 && found.length === 0 && <EmptyState icon={SearchX} title={say.nothing} />}
      <ul class="flow-cards" aria-label={say.overview}>
        {found.map((intent) => (
          <Card key={intent.name} intent={intent} graph={graphs.get(intent.name)} />
        ))}
      </ul>
    </div>
  );
}

function Card({ intent, graph }: { intent: IntentRow; graph: Graph | undefined }) {
  const say = text[language.value];
  return (
    <li>
      <a href={href("flows", intent.name)}>
        {graph === undefined ? <div class="flow-sketch" /> : <SketchView graph={graph} />}
        <strong>{titleOf(intent)}</strong>
        <span>
          {graph !== undefined && say.steps(graph.nodes.length)}
          {graph !== undefined &&
            TOLD.map((kind) => {
              const count = graph.nodes.filter((node) => node.kind === kind).length;
              return count > 0 && <em key={kind}>{say.count(say.kinds[kind], count)}</em>;
            })}
          <em>{say.turns(intent.turns_7d)}</em>
        </span>
      </a>
    </li>
  );
}

const TOLD: NodeKind[] = ["call", "ask", "handoff"];

/** The graphs of all flows, one after another as they come. */
function useGraphs(intents: readonly IntentRow[], changes: number): ReadonlyMap<string, Graph> {
  const graphs = useSignal<ReadonlyMap<string, Graph>>(new Map());
  const names = intents.map(({ name }) => name).join();
  useEffect(() => {
    let wanted = true;
    const follow = async () => {
      for (const { name } of intents) {
        if (!wanted) return;
        const { flow } = await readIntent(name);
        if (flow !== null) graphs.value = new Map([...graphs.value, [name, flow]]);
      }
    };
    // A card without a drawing still leads to its flow.
    follow().catch(() => {});
    return () => {
      wanted = false;
    };
  }, [names, changes]);
  return graphs.value;
}
