import "../../design/badge/badge.css";
import "../panes/page.css";
import "./file-editor.css";
import { useSignal } from "@preact/signals";
import { ArrowLeft, FileSearch } from "lucide-preact";
import { EmptyState } from "../../design/empty-state/empty-state";
import { language } from "../../language/chosen";
import { content, type FileRow } from "../../wire/content";
import { useAnswer } from "../content/use-answer";
import { placeOf } from "../draft/places";
import { href } from "../frame/place";
import { useSession } from "../frame/session";
import { useTop } from "../frame/use-top";
import type { PageProps } from "../pages";
import { SearchBox } from "../panes/search-box";
import { failure } from "../words/failure";
import { FileEditor } from "./file-editor";
import { spotOf } from "./spot";
import { text } from "./text";

/** `#/files/PATH/LINE/COLUMN` or `#/files/PATH/faq/id=fee.free`: a file, the cursor at a place; without a path all files. */
export function FilesPage({ place }: PageProps) {
  const say = text[language.value];
  const [path, ...rest] = place.rest;
  useTop(path);
  if (path === undefined) return <All />;
  return (
    <div class="content-page files-page">
      <p class="standing">
        <a class="button quiet" href={href("files")}>
          <ArrowLeft size={16} aria-hidden="true" />
          {say.back}
        </a>
      </p>
      <FileEditor path={path} spot={spotOf(rest)} />
    </div>
  );
}

function All() {
  const { draft } = useSession();
  const say = text[language.value];
  const words = useSignal("");
  const { answer, refused } = useAnswer<{ files: FileRow[] }>(content.files, `${draft.changes.value}`);
  const findings = draft.content.value?.draft?.findings ?? [];
  const files = (answer?.files ?? []).filter(({ path }) => path.includes(words.value.trim().toLowerCase()));
  return (
    <div class="content-page files-page">
      <header>
        <div>
          <h1>{say.title}</h1>
          <p class="standing">{say.about}</p>
        </div>
        <SearchBox
          label={say.find}
          words={words.value}
          onWords={(now) => {
            words.value = now;
          }}
        />
      </header>
      {files.length === 0 ? (
        <EmptyState
          icon={FileSearch}
          title={refused !== null ? failure(refused) : answer === null ? `${say.loading}…` : say.none}
        />
      ) : (
        <ul class="file-rows">
          {files.map(({ path, bytes, changed }) => {
            const wrong = findings.filter((finding) => finding.path === path).length;
            return (
              <li key={path}>
                <a href={placeOf(path)}>
                  {path}
                  {changed && <span class="badge accent">{say.changed}</span>}
                  {wrong > 0 && <span class="badge warning">{say.errors(wrong)}</span>}
                  <small>{(bytes / 1024).toFixed(1)} KB</small>
                </a>
              </li>
            );
          })}
        </ul>
      )}
    </div>
  );
}
