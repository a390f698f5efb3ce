import "../../design/controls.css";
import "../../design/badge/badge.css";
import "./bar.css";
import { useSignal } from "@preact/signals";
import { FlaskConical, HardDriveDownload, Radio, Trash2, Upload } from "lucide-preact";
import { Confirm } from "../../design/dialog/confirm";
import { Keys } from "../../design/key/key";
import { say as tell } from "../../design/toast/toast";
import { language } from "../../language/chosen";
import { type Content, content, type DraftState } from "../../wire/content";
import type { Rollout } from "../../wire/rollout";
import { ago } from "../content/when";
import { href } from "../frame/place";
import { useRefusal, useSession } from "../frame/session";
import { useKeys } from "../panes/keys";
import { testing } from "../test/testing";
import { failure } from "../words/failure";
import { PublishDialog } from "./publish-dialog";
import { Standing } from "./standing";
import { text } from "./text";

/** On every page: what is live, what is open, what it would change, and what to press. */
export function DraftBar() {
  const { draft } = useSession();
  const say = text[language.value];
  const open = useSignal<"publish" | "discard" | null>(null);
  const known = draft.content.value;
  useKeys({
    t: () => {
      testing.value = "";
    },
    p: () => {
      if (draft.content.peek()?.draft?.step !== "ready") return false;
      open.value = "publish";
      return true;
    },
  });
  if (known === null) return null;
  const ready = known.draft?.step === "ready";
  return (
    <section class={known.draft === null ? "draft-bar" : "draft-bar open"} aria-label={say.label}>
      <div class="draft-line">
        <Live content={known} rollout={draft.rollout.value} />
        {known.draft !== null && <Standing draft={known.draft} />}
        <div class="draft-tools">
          <button
            type="button"
            class="button quiet"
            onClick={() => {
              testing.value = "";
            }}
          >
            <FlaskConical size={16} aria-hidden="true" />
            {say.test}
            <Keys keys="t" />
          </button>
          {known.draft !== null && (
            <>
              <button
                type="button"
                class="button quiet"
                onClick={() => {
                  open.value = "discard";
                }}
              >
                <Trash2 size={16} aria-hidden="true" />
                {say.discard}
              </button>
              <button
                type="button"
                class="button primary"
                disabled={!ready}
                title={ready ? undefined : say.notReady}
                onClick={() => {
                  open.value = "publish";
                }}
              >
                <Upload size={16} aria-hidden="true" />
                {say.publish}
              </button>
            </>
          )}
        </div>
      </div>
      {known.disk.length > 0 && <OnDisk files={known.disk} />}
      {draft.refused.value !== null && draft.refused.value.code === "offline" && (
        <p class="draft-note" role="status">
          {say.behind}
        </p>
      )}
      {open.value === "publish" && known.draft !== null && (
        <PublishDialog
          content={known}
          draft={known.draft}
          onClose={() => {
            open.value = null;
          }}
        />
      )}
      {open.value === "discard" && known.draft !== null && (
        <Discard
          draft={known.draft}
          onClose={() => {
            open.value = null;
          }}
        />
      )}
    </section>
  );
}

function Live({ content: { live }, rollout }: { content: Content; rollout: Rollout | null }) {
  const say = text[language.value];
  return (
    <p class="draft-live">
      <Radio size={15} aria-hidden="true" />
      {say.live}
      <a href={href("versions", live.number)} title={live.note || say.from[live.from]}>
        {say.version(live.number)}
      </a>
      <span>{say.by(live.author || say.from[live.from], ago(live.at, language.value))}</span>
      {rollout?.canary != null && (
        <a class="badge warning" href={href("rollout")}>
          {say.canaryRuns(rollout.canary.version, `${Math.round(rollout.canary.share * 100)}%`)}
        </a>
      )}
      {rollout?.shadow != null && (
        <a class="badge accent" href={href("rollout")}>
          {say.shadowRuns}
        </a>
      )}
    </p>
  );
}

function OnDisk({ files }: { files: string[] }) {
  const { draft } = useSession();
  const refused = useRefusal();
  const say = text[language.value];
  async function take(): Promise<void> {
    try {
      await content.fromDisk();
      tell.done(say.tookDisk);
    } catch (error) {
      tell.wrong(failure(refused(error)));
    }
    void draft.refresh();
  }
  return (
    <p class="draft-note">
      <HardDriveDownload size={16} aria-hidden="true" />
      <span>
        <b>{say.onDisk(files.length)}</b> {say.onDiskAbout} <small>{files.slice(0, 4).join(" · ")}</small>
      </span>
      <button type="button" class="button" onClick={take}>
        {say.takeDisk}
      </button>
    </p>
  );
}

function Discard({ draft: { files, authors }, onClose }: { draft: DraftState; onClose(): void }) {
  const { draft } = useSession();
  const refused = useRefusal();
  const say = text[language.value];
  async function discard(): Promise<void> {
    try {
      await content.discard();
      tell.done(say.discarded);
    } catch (error) {
      tell.wrong(failure(refused(error)));
    }
    void draft.refresh();
  }
  return (
    <Confirm
      title={say.discardTitle}
      about={say.discardAbout(files, authors.join("、"))}
      yes={say.discard}
      onYes={discard}
      onClose={onClose}
    />
  );
}
