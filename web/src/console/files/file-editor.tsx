import "./file-editor.css";
import { useSignal } from "@preact/signals";
import { FileX2, Save, Undo2 } from "lucide-preact";
import { EmptyState } from "../../design/empty-state/empty-state";
import { Keys } from "../../design/key/key";
import { say as tell } from "../../design/toast/toast";
import { language } from "../../language/chosen";
import { content, type FileText } from "../../wire/content";
import { useTyped } from "../content/typed";
import { useAnswer } from "../content/use-answer";
import { useRefusal, useSession } from "../frame/session";
import { failure } from "../words/failure";
import { Conflict } from "./conflict";
import type { Spot } from "./spot";
import { text } from "./text";
import { useEditor } from "./use-editor";

export interface FileEditorProps {
  path: string;
  /** Where the cursor is put. */
  spot: Spot | null;
}

/** A file as it is on disk, or in the draft. What is typed is kept until it is saved. */
export function FileEditor({ path, spot }: FileEditorProps) {
  const { draft } = useSession();
  const say = text[language.value];
  const { answer, refused, again } = useAnswer<FileText>(
    () => content.file(path),
    `${path} ${draft.changes.value}`,
  );
  if (answer === null || answer.path !== path) {
    return (
      <EmptyState icon={FileX2} title={refused === null ? `${say.loading}…` : failure(refused)}>
        {refused !== null && (
          <button type="button" class="button" onClick={again}>
            {say.again}
          </button>
        )}
      </EmptyState>
    );
  }
  return <Opened key={path} file={answer} again={again} spot={spot} />;
}

function Opened({ file, spot, again }: { file: FileText; spot: Spot | null; again(): void }) {
  const { draft } = useSession();
  const refusal = useRefusal();
  const say = text[language.value];
  const typed = useTyped(`file ${file.path}`, file.text);
  const busy = useSignal(false);
  const findings = (draft.content.value?.draft?.findings ?? []).filter(({ path }) => path === file.path);

  async function save(words = typed.latest()): Promise<void> {
    if (busy.value || words === file.text) return;
    busy.value = true;
    try {
      const saved = await content.save(file.path, words, file.etag);
      if (typed.overtaken) typed.drop();
      else typed.saved(words);
      draft.took(saved.draft);
      tell.done(say.saved);
    } catch (error) {
      const known = refusal(error);
      // Then what a colleague saved is shown beside it.
      if (known.code !== "content_changed") tell.wrong(failure(known));
      void draft.refresh();
    }
    again();
    busy.value = false;
  }

  const editor = useEditor({
    path: file.path,
    text: typed.text,
    latest: typed.latest,
    findings: typed.dirty ? [] : findings,
    spot,
    onChange: typed.type,
    onSave: () => void save(),
  });

  return (
    <div class="file-editor">
      <code>{file.path}</code>
      {typed.overtaken && (
        <Conflict
          theirs={file.text}
          mine={typed.text}
          label={file.path}
          onMine={(words) => save(words)}
          onTheirs={typed.drop}
        />
      )}
      <div class={typed.overtaken ? "editor-place behind" : "editor-place"} ref={editor} />
      {!typed.overtaken && (
        <footer>
          <span class="file-standing" role="status">
            {typed.dirty ? say.unsaved : file.live !== null ? say.inDraft : say.asLive}
          </span>
          {typed.dirty && (
            <button type="button" class="button quiet" onClick={typed.drop}>
              <Undo2 size={16} aria-hidden="true" />
              {say.drop}
            </button>
          )}
          <button
            type="button"
            class="button primary"
            disabled={!typed.dirty || busy.value}
            onClick={() => save()}
          >
            <Save size={16} aria-hidden="true" />
            {say.save}
            <Keys keys="Mod+S" />
          </button>
        </footer>
      )}
    </div>
  );
}
