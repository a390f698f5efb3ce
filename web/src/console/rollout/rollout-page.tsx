import "../../design/badge/badge.css";
import "../panes/page.css";
import "./rollout.css";
import { useEffect } from "preact/hooks";
import { language } from "../../language/chosen";
import { refreshIntents } from "../content/lists";
import { href } from "../frame/place";
import { useSession } from "../frame/session";
import { CanaryCard } from "./canary-card";
import { CanaryForm } from "./canary-form";
import { EndedCard } from "./ended-card";
import { ShadowCard } from "./shadow-card";
import { text } from "./text";

/** Between two looks at figures that grow, in milliseconds. */
const SOON = 5_000;

/** A draft among real customers, before all of them get it. */
export function RolloutPage() {
  const { draft } = useSession();
  const say = text[language.value];
  const known = draft.rollout.value;
  const state = draft.content.value?.draft ?? null;

  useEffect(() => {
    // Only for the titles.
    void refreshIntents().catch(() => {});
    const timer = setInterval(() => void draft.refresh(), SOON);
    return () => clearInterval(timer);
  }, [draft]);

  return (
    <div class="content-page rollout">
      <header>
        <div>
          <h1>{say.title}</h1>
          <p class="standing">{say.about}</p>
        </div>
        <a class="button" href={href("versions")}>
          {say.versions}
        </a>
      </header>
      {known === null ? (
        <p class="standing">{say.unknown}</p>
      ) : (
        <>
          {known.canary !== null ? <CanaryCard canary={known.canary} /> : <CanaryForm draft={state} />}
          {known.last !== null && known.canary === null && <EndedCard canary={known.last} />}
          <ShadowCard shadow={known.shadow} draft={state} />
        </>
      )}
    </div>
  );
}
