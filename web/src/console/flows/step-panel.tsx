import "./step-panel.css";
import { FilePen, X } from "lucide-preact";
import { IconButton } from "../../design/button/icon-button";
import { language } from "../../language/chosen";
import { content } from "../../wire/content";
import type { IntentView } from "../../wire/inbox";
import { useAnswer } from "../content/use-answer";
import { href } from "../frame/place";
import { useSession } from "../frame/session";
import { failure } from "../words/failure";
import type { Step } from "./drawn";
import { text } from "./text";

export interface StepPanelProps {
  intent: IntentView;
  step: Step;
  onClose(): void;
}

/** A step in full: what it says or does, and where that stands in the file. */
export function StepPanel({ intent, step: { node, number, words }, onClose }: StepPanelProps) {
  const say = text[language.value];
  const reply = node.kind === "reply" ? intent.replies.find(({ name }) => name === node.label) : undefined;
  return (
    <aside class="step-panel" aria-labelledby="flow-step">
      <header>
        <h2 id="flow-step">
          {say.step(number)} · {say.kinds[node.kind]}
        </h2>
        <IconButton icon={X} label={say.close} keys="Escape" onClick={onClose} />
      </header>
      {reply === undefined ? (
        words !== "" && <p>{words}</p>
      ) : (
        <>
          <p class="note">{say.wordings(reply.texts.length)}</p>
          <ul>
            {[...reply.texts, ...reply.texts_en].map((wording) => (
              <li key={wording}>{wording}</li>
            ))}
          </ul>
        </>
      )}
      {node.line !== null && <Lines path={intent.file} etag={intent.etag} line={node.line} />}
    </aside>
  );
}

/** So many lines before and after. */
const AROUND = 5;

function Lines({ path, etag, line }: { path: string; etag: string; line: number }) {
  const say = text[language.value];
  const { draft } = useSession();
  const { answer: file, refused } = useAnswer(
    () => content.file(path),
    `${path} ${etag} ${draft.changes.value}`,
  );
  if (refused !== null) return <p class="note">{failure(refused)}</p>;
  if (file === null) return <p class="note">{say.loading}</p>;
  const first = Math.max(1, line - AROUND);
  const lines = file.text.split("\n").slice(first - 1, line + AROUND);
  return (
    <>
      <h3>{say.written}</h3>
      <pre>
        {lines.map((words, index) => {
          const number = first + index;
          return (
            <span key={number} class={number === line ? "this" : ""}>
              <i>{number}</i>
              {words || " "}
            </span>
          );
        })}
      </pre>
      <a class="button" href={href("files", path, line)}>
        <FilePen size={16} aria-hidden="true" />
        {say.inFile(line)}
      </a>
    </>
  );
}
