import "../panes/page.css";
import "./intent-page.css";
import { ArrowLeft, MessageCircleQuestion } from "lucide-preact";
import { useEffect } from "preact/hooks";
import { percent } from "../../design/bar/bar";
import { EmptyState } from "../../design/empty-state/empty-state";
import { Tabs } from "../../design/tabs/tabs";
import { language } from "../../language/chosen";
import { type IntentView, readIntent } from "../../wire/inbox";
import { intents, refreshIntents } from "../content/lists";
import { useAnswer } from "../content/use-answer";
import { FileEditor } from "../files/file-editor";
import type { Spot } from "../files/spot";
import { go, href } from "../frame/place";
import { useSession } from "../frame/session";
import { failure } from "../words/failure";
import { Examples } from "./example-list/examples";
import { IntentTitle } from "./intent-title";
import { Replies } from "./replies";
import { Rules } from "./rules";
import { text } from "./text";

const TABS = ["examples", "rules", "replies", "file"] as const;

export interface IntentPageProps {
  name: string;
  tab: string;
  /** In its file. */
  spot: Spot | null;
}

/** Everything that one intent is made of. */
export function IntentPage({ name, tab, spot }: IntentPageProps) {
  const { draft } = useSession();
  const say = text[language.value];
  const {
    answer: intent,
    refused,
    again,
  } = useAnswer<IntentView>(() => readIntent(name), `${name} ${draft.changes.value}`);
  const chosen = TABS.find((one) => one === tab) ?? "examples";

  useEffect(() => {
    void refreshIntents().catch(() => {});
  }, [draft.changes.value]);

  if (intent === null) {
    return (
      <EmptyState
        icon={MessageCircleQuestion}
        title={refused === null ? `${say.loading}…` : failure(refused)}
      >
        {refused !== null && (
          <button type="button" class="button" onClick={again}>
            {say.again}
          </button>
        )}
      </EmptyState>
    );
  }
  return (
    <div class="content-page intent-page">
      <header>
        <div>
          <a class="button quiet intent-back" href={href("intents")}>
            <ArrowLeft size={16} aria-hidden="true" />
            {say.back}
          </a>
          <IntentTitle key={intent.etag} intent={intent} />
          <Facts intent={intent} />
        </div>
        {intent.flow !== null && (
          <a class="button" href={href("flows", name)}>
            {say.flow}
          </a>
        )}
      </header>
      <Tabs
        label={intent.title}
        tabs={TABS.map((one) => ({ name: one, label: say.tabs[one] }))}
        chosen={chosen}
        onChoose={(one) => go("intents", name, ...(one === "examples" ? [] : [one]))}
      >
        {chosen === "examples" && <Examples intent={intent} />}
        {chosen === "rules" && <Rules intent={intent} />}
        {chosen === "replies" && <Replies intent={intent} />}
        {chosen === "file" && <FileEditor path={intent.file} spot={spot} />}
      </Tabs>
    </div>
  );
}

function Facts({ intent: { name, examples } }: { intent: IntentView }) {
  const say = text[language.value];
  const row = intents.value.find((intent) => intent.name === name);
  return (
    <p class="standing">
      <code>{name}</code>
      <span>{say.facts(examples.length, row?.turns_7d ?? 0)}</span>
      {row?.threshold != null && <span>{say.threshold(percent(row.threshold))}</span>}
      {row?.changed === true && (
        <a class="badge accent" href={href("draft", "files")}>
          {say.changed}
        </a>
      )}
    </p>
  );
}
