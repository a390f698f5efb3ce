import "./diff-view.css";
import { useMemo } from "preact/hooks";
import { language } from "../../language/chosen";
import type { FileChange } from "../../wire/content";
import { countLines, type DiffLine, type Hunk, readDiff } from "./diff";
import { placeOf } from "./places";
import { text } from "./text";

/** What became of a file, line by line. */
export function DiffView({ file, about }: { file: FileChange; about?: string }) {
  const say = text[language.value];
  const hunks = useMemo(() => readDiff(file.diff), [file.diff]);
  const { added, removed } = countLines(hunks);
  return (
    <section class="diff" aria-label={file.path}>
      <header>
        <h3>
          {file.change === "removed" ? file.path : <a href={placeOf(file.path)}>{file.path}</a>}
          {file.change !== "changed" && <span class="badge plain">{say.change[file.change]}</span>}
        </h3>
        {about !== undefined && <small>{about}</small>}
        <span class="diff-counts">
          <ins>+{added}</ins> <del>−{removed}</del>
        </span>
      </header>
      <div class="diff-lines">
        {hunks.map((hunk, place) => (
          <Lines key={place} hunk={hunk} />
        ))}
      </div>
    </section>
  );
}

const SIGN = { same: " ", added: "+", removed: "−" };

function Lines({ hunk }: { hunk: Hunk }) {
  const say = text[language.value];
  return (
    <table>
      <tbody>
        {hunk.lines.map((line) => (
          <tr key={`${line.before} ${line.after}`} class={line.kind}>
            <td>{line.before}</td>
            <td>{line.after}</td>
            <td>
              <span aria-hidden="true">{SIGN[line.kind]}</span>
              {line.kind !== "same" && <span class="unseen">{say.line[line.kind]}</span>}
            </td>
            <td>
              <Text line={line} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Text({ line: { text, part } }: { line: DiffLine }) {
  if (part === null) return text;
  const [from, until] = part;
  return (
    <>
      {text.slice(0, from)}
      <mark>{text.slice(from, until)}</mark>
      {text.slice(until)}
    </>
  );
}
