import "../panes/page.css";
import "./draft-page.css";
import { FilePen } from "lucide-preact";
import { useEffect } from "preact/hooks";
import { EmptyState } from "../../design/empty-state/empty-state";
import { Tabs } from "../../design/tabs/tabs";
import { language } from "../../language/chosen";
import { content, type DraftFile, type Flips } from "../../wire/content";
import { refreshIntents } from "../content/lists";
import { useAnswer } from "../content/use-answer";
import { ago } from "../content/when";
import { go } from "../frame/place";
import { useSession } from "../frame/session";
import type { PageProps } from "../pages";
import { failure } from "../words/failure";
import { DiffView } from "./diff-view";
import { FlipList } from "./flip-list";
import { text } from "./text";

/** Everything about the open draft: which answers it changes, and what was written. */
export function DraftPage({ place }: PageProps) {
  const { draft } = useSession();
  const say = text[language.value];
  const state = draft.content.value?.draft ?? null;
  const tab = place.rest[0] === "files" ? "files" : "flips";

  useEffect(() => {
    // Only for the titles.
    void refreshIntents().catch(() => {});
  }, []);

  if (draft.content.value === null) return null;
  if (state === null) {
    return (
      <div class="content-page">
        <EmptyState icon={FilePen} title={say.noDraft} about={say.noDraftAbout} />
      </div>
    );
  }
  return (
    <div class="content-page draft-page">
      <h1>{say.pageTitle}</h1>
      <Tabs
        label={say.pageTitle}
        tabs={[
          { name: "flips", label: say.tab.flips },
          { name: "files", label: say.tab.files },
        ]}
        chosen={tab}
        onChoose={(name) => (name === "files" ? go("draft", "files") : go("draft"))}
      >
        {tab === "files" ? (
          <Changed revision={state.revision} />
        ) : state.step === "ready" ? (
          <Changes revision={state.revision} />
        ) : (
          <EmptyState
            icon={FilePen}
            title={state.step === "refused" || state.step === "failed" ? say.step[state.step] : say.wait}
            about={state.step === "refused" ? say.refusedAbout : (state.error ?? say.waitAbout)}
          />
        )}
      </Tabs>
    </div>
  );
}

function Changes({ revision }: { revision: number }) {
  const { answer, refused, again } = useAnswer<Flips>(content.flips, `${revision}`);
  return answer === null ? (
    <Pending refused={refused} again={again} />
  ) : (
    <FlipList key={answer.revision} flips={answer} />
  );
}

function Changed({ revision }: { revision: number }) {
  const { answer, refused, again } = useAnswer<{ files: DraftFile[] }>(content.draft, `${revision}`);
  const say = text[language.value];
  if (answer === null) return <Pending refused={refused} again={again} />;
  return (
    <div class="draft-files">
      {answer.files.map((file) => (
        <DiffView key={file.path} file={file} about={say.by(file.author, ago(file.at, language.value))} />
      ))}
    </div>
  );
}

function Pending({ refused, again }: Pick<ReturnType<typeof useAnswer>, "refused" | "again">) {
  const say = text[language.value];
  return (
    <EmptyState icon={FilePen} title={refused === null ? `${say.loading}…` : failure(refused)}>
      {refused !== null && (
        <button type="button" class="button" onClick={again}>
          {say.again}
        </button>
      )}
    </EmptyState>
  );
}
