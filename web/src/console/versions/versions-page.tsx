import "../../design/badge/badge.css";
import "../panes/page.css";
import "./versions.css";
import { useSignal } from "@preact/signals";
import { History } from "lucide-preact";
import { useEffect } from "preact/hooks";
import { EmptyState } from "../../design/empty-state/empty-state";
import { language } from "../../language/chosen";
import { content, type Version } from "../../wire/content";
import { useAnswer } from "../content/use-answer";
import { ago } from "../content/when";
import { go, href } from "../frame/place";
import { useRefusal, useSession } from "../frame/session";
import type { PageProps } from "../pages";
import { useKeys } from "../panes/keys";
import { Panes } from "../panes/panes";
import { failure } from "../words/failure";
import { text } from "./text";
import { VersionView } from "./version-view";

/** `#/versions/NUMBER`: whatever was live, who made it so, and the way back. */
export function VersionsPage({ place }: PageProps) {
  const { draft } = useSession();
  const say = text[language.value];
  const { versions, refused, more } = useVersions();
  const chosen = Number(place.rest[0]) || null;
  const shown = chosen ?? draft.content.value?.live.number ?? versions[0]?.number ?? null;

  const step = (by: number) => {
    const at = versions.findIndex(({ number }) => number === shown);
    const next = versions[Math.min(Math.max(0, at + by), versions.length - 1)];
    if (next !== undefined) go("versions", next.number);
  };
  useKeys({ j: () => step(1), k: () => step(-1) });

  return (
    <div class="content-page versions">
      <header>
        <div>
          <h1>{say.title}</h1>
          <p class="standing">{say.about}</p>
        </div>
        <a class="button" href={href("rollout")}>
          {say.rollout}
        </a>
      </header>
      {versions.length === 0 ? (
        <EmptyState icon={History} title={refused !== null ? failure(refused) : `${say.loading}…`} />
      ) : (
        <Panes
          list={
            <>
              <ol class="version-rows">
                {versions.map((version) => (
                  <Row key={version.number} version={version} chosen={version.number === shown} />
                ))}
              </ol>
              {more !== null && (
                <button type="button" class="button quiet" onClick={more}>
                  {say.earlier}
                </button>
              )}
            </>
          }
          detail={shown !== null && <VersionView key={shown} number={shown} />}
          detailFirst={chosen !== null}
          back={say.back}
          onBack={() => go("versions")}
        />
      )}
    </div>
  );
}

function Row({ version, chosen }: { version: Version; chosen: boolean }) {
  const say = text[language.value];
  const { number, at, author, from, note, live, files_changed } = version;
  return (
    <li>
      <a href={href("versions", number)} {...(chosen && { "aria-current": "true" })}>
        <span class="version-name">
          <strong>{say.version(number)}</strong>
          {live && <span class="badge good">{say.live}</span>}
          <time dateTime={at} title={new Date(at).toLocaleString(language.value)}>
            {ago(at, language.value)}
          </time>
        </span>
        <span class="version-note">{note || say.from(version)}</span>
        <small>
          {[
            author,
            note !== "" && from !== "console" && say.from(version),
            files_changed > 0 && say.files(files_changed),
          ]
            .filter(Boolean)
            .join(" · ")}
        </small>
      </a>
    </li>
  );
}

/** The newest ones, and more of them when they are asked for. */
function useVersions() {
  const { draft } = useSession();
  const refusal = useRefusal();
  const earlier = useSignal<Version[]>([]);
  const isAll = useSignal(false);
  const { answer, refused } = useAnswer(() => content.versions(), `${draft.changes.value}`);
  const newest = answer?.versions ?? [];
  const versions = [
    ...newest,
    ...earlier.value.filter(({ number }) => number < (newest.at(-1)?.number ?? 0)),
  ];

  useEffect(() => {
    if (answer !== null && answer.versions.length < 50) isAll.value = true;
  }, [answer, isAll]);

  async function more(): Promise<void> {
    try {
      const found = (await content.versions(versions.at(-1)?.number)).versions;
      earlier.value = [...earlier.value, ...found];
      if (found.length < 50) isAll.value = true;
    } catch (error) {
      refusal(error);
    }
  }
  return { versions, refused, more: isAll.value || versions.length === 0 ? null : more };
}
