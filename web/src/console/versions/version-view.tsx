import { useSignal } from "@preact/signals";
import { History, Undo2 } from "lucide-preact";
import { EmptyState } from "../../design/empty-state/empty-state";
import { language } from "../../language/chosen";
import { content, type FileChange, type Version } from "../../wire/content";
import { useAnswer } from "../content/use-answer";
import { DiffView } from "../draft/diff-view";
import { useSession } from "../frame/session";
import { failure } from "../words/failure";
import { RollBackDialog } from "./roll-back-dialog";
import { text } from "./text";

/** Who made a version, why, and what it changed. */
export function VersionView({ number }: { number: number }) {
  const { draft } = useSession();
  const say = text[language.value];
  const asking = useSignal(false);
  const { answer, refused } = useAnswer<{ version: Version; files: FileChange[] }>(
    () => content.version(number),
    `${number} ${draft.changes.value}`,
  );
  if (answer === null) {
    return <EmptyState icon={History} title={refused !== null ? failure(refused) : `${say.loading}…`} />;
  }
  const { version, files } = answer;
  return (
    <article class="version-view">
      <header>
        <div>
          <h2>
            {say.version(number)}
            {version.live && <span class="badge good">{say.live}</span>}
          </h2>
          <p class="standing">
            {[version.author, say.from(version)].filter((part) => part !== "").join(" · ")} ·{" "}
            <time dateTime={version.at}>{new Date(version.at).toLocaleString(language.value)}</time>
          </p>
          {version.note !== "" && <p class="version-said">{version.note}</p>}
        </div>
        {!version.live && (
          <button
            type="button"
            class="button"
            onClick={() => {
              asking.value = true;
            }}
          >
            <Undo2 size={16} aria-hidden="true" />
            {say.rollBack}
          </button>
        )}
      </header>
      {files.length === 0 ? (
        <p class="standing">{number === 1 ? say.first : say.nothing}</p>
      ) : (
        files.map((file) => <DiffView key={file.path} file={file} />)
      )}
      {asking.value && (
        <RollBackDialog
          version={version}
          onClose={() => {
            asking.value = false;
          }}
        />
      )}
    </article>
  );
}
