import { useSignal } from "@preact/signals";
import { Bird, CircleStop, Upload } from "lucide-preact";
import { Confirm } from "../../design/dialog/confirm";
import { say as tell } from "../../design/toast/toast";
import { language } from "../../language/chosen";
import { type Canary, rollout } from "../../wire/rollout";
import { ago } from "../content/when";
import { href } from "../frame/place";
import { useSession } from "../frame/session";
import { percent, Tallies } from "./tallies";
import { text } from "./text";
import { useAct } from "./use-act";

/** A canary that runs: how it does beside what is live, and how it ends. */
export function CanaryCard({ canary }: { canary: Canary }) {
  const { draft } = useSession();
  const say = text[language.value];
  const asking = useSignal<"stop" | "publish" | null>(null);
  const { act, busy } = useAct();
  const live = draft.content.value?.live.number ?? 0;
  const share = percent(canary.share);
  const close = () => {
    asking.value = null;
  };
  return (
    <section class="rollout-card running">
      <header>
        <h2>
          <Bird size={18} aria-hidden="true" />
          <span>
            {say.canary} <a href={href("versions", canary.version)}>{say.version(canary.version)}</a>
          </span>
          <span class="badge warning">{say.runs(share)}</span>
        </h2>
        <div class="rollout-tools">
          <button
            type="button"
            class="button"
            disabled={busy}
            onClick={() => {
              asking.value = "stop";
            }}
          >
            <CircleStop size={16} aria-hidden="true" />
            {say.stop}
          </button>
          <button
            type="button"
            class="button primary"
            disabled={busy}
            onClick={() => {
              asking.value = "publish";
            }}
          >
            <Upload size={16} aria-hidden="true" />
            {say.publish}
          </button>
        </div>
      </header>
      <p class="standing">{say.since(ago(canary.since, language.value))}</p>
      <Tallies canary={canary} />
      <p class="standing">{say.intervals}</p>
      {asking.value === "stop" && (
        <Confirm
          title={say.stopTitle}
          about={say.stopAbout(canary.canary.conversations, live)}
          yes={say.stop}
          onYes={() =>
            act(async () => {
              await rollout.stopCanary();
              tell.done(say.stopped(live));
            })
          }
          onClose={close}
        />
      )}
      {asking.value === "publish" && (
        <Confirm
          title={say.publishTitle(canary.version)}
          about={say.publishAbout({
            version: canary.version,
            live,
            share,
            turns: canary.canary.turns,
            wrong: canary.canary.wrong,
          })}
          yes={say.publish}
          onYes={() =>
            act(async () => {
              const version = await rollout.publishCanary();
              tell.done(say.published(version.number));
            })
          }
          onClose={close}
        />
      )}
    </section>
  );
}
