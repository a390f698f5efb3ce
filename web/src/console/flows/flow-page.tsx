import "./flow-page.css";
import { ArrowLeft, Workflow } from "lucide-preact";
import { useMemo } from "preact/hooks";
import { EmptyState } from "../../design/empty-state/empty-state";
import { language } from "../../language/chosen";
import { content } from "../../wire/content";
import { type Graph, type IntentView, readIntent } from "../../wire/inbox";
import { titleOf } from "../content/lists";
import { useAnswer } from "../content/use-answer";
import { go, href } from "../frame/place";
import { useSession } from "../frame/session";
import { KeyLine } from "../panes/key-line";
import { useKeys } from "../panes/keys";
import { failure } from "../words/failure";
import { drawn } from "./drawn";
import { GraphView } from "./graph-view";
import { flowKeys } from "./keys";
import { StepList } from "./step-list";
import { StepPanel } from "./step-panel";
import { readTerms, type Terms } from "./terms";
import { text } from "./text";

/** One intent's flow. */
export function FlowPage({ name, step }: { name: string; step: string | undefined }) {
  const { draft } = useSession();
  const say = text[language.value];
  const { answer, refused, again } = useAnswer(() => readIntent(name), `${name} ${draft.changes.value}`);
  if (answer === null)
    return (
      <EmptyState icon={Workflow} title={refused === null ? say.loading : failure(refused)}>
        {refused !== null && (
          <button type="button" class="button" onClick={again}>
            {say.again}
          </button>
        )}
      </EmptyState>
    );
  return (
    <div class="content-page flow-page">
      <header>
        <div>
          <a class="button quiet flow-back" href={href("flows")}>
            <ArrowLeft size={16} aria-hidden="true" />
            {say.back}
          </a>
          <h1>{titleOf(answer)}</h1>
          <p class="standing">
            <code>{answer.name}</code>
            {answer.flow !== null && ` · ${say.steps(answer.flow.nodes.length)}`}
          </p>
        </div>
        <a class="button" href={href("intents", name)}>
          {say.edit}
        </a>
      </header>
      {answer.flow === null ? (
        <EmptyState icon={Workflow} title={say.noFlow.title} about={say.noFlow.about} />
      ) : (
        <Drawn intent={answer} graph={answer.flow} chosen={step} />
      )}
    </div>
  );
}

interface DrawnProps {
  intent: IntentView;
  graph: Graph;
  chosen: string | undefined;
}

function Drawn({ intent, graph, chosen }: DrawnProps) {
  const terms = useTerms();
  const flow = useMemo(
    () => drawn(intent, graph, terms, language.value),
    [intent, graph, terms, language.value],
  );
  const step = chosen === undefined ? undefined : flow.steps.get(chosen);
  const close = () => go("flows", intent.name);
  const move = (by: number) => {
    const at = graph.nodes.findIndex(({ id }) => id === chosen);
    const next = graph.nodes[Math.max(0, Math.min(at + by, graph.nodes.length - 1))];
    if (next !== undefined) go("flows", intent.name, next.id);
  };
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    Escape: () => (step === undefined ? false : close()),
  });
  return (
    <>
      <div class={step === undefined ? "flow-place" : "flow-place with-step"}>
        <GraphView intent={intent.name} title={titleOf(intent)} flow={flow} chosen={step?.node.id} />
        {step !== undefined && <StepPanel intent={intent} step={step} onClose={close} />}
      </div>
      <KeyLine keys={flowKeys} />
      <StepList intent={intent.name} graph={graph} steps={flow.steps} chosen={step?.node.id} />
    </>
  );
}

/** Without the file codes stand for themselves. */
function useTerms(): Terms {
  const { draft } = useSession();
  const { answer } = useAnswer(() => content.file("intents/shared.yml"), String(draft.changes.value));
  return useMemo(() => readTerms(answer?.text ?? ""), [answer]);
}
