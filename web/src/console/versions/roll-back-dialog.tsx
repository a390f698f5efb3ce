import { useSignal } from "@preact/signals";
import { Dialog } from "../../design/dialog/dialog";
import { say as tell } from "../../design/toast/toast";
import { language } from "../../language/chosen";
import { content, type Version } from "../../wire/content";
import { useAnswer } from "../content/use-answer";
import { go } from "../frame/place";
import { useRefusal, useSession } from "../frame/session";
import { failure } from "../words/failure";
import { text } from "./text";

/** Beyond so many versions their files are not counted. */
const MOST = 20;

/** Says what becomes otherwise, takes a note, and goes back in one step. */
export function RollBackDialog({ version: { number }, onClose }: { version: Version; onClose(): void }) {
  const { draft } = useSession();
  const refused = useRefusal();
  const say = text[language.value];
  const live = draft.content.value?.live.number ?? number;
  const note = useSignal("");
  const busy = useSignal(false);
  const wrong = useSignal<string | null>(null);
  const { answer: touched } = useAnswer(() => between(number, live), `${number} ${live}`);

  async function rollBack(): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    wrong.value = null;
    try {
      const made = await content.rollBack(number, note.value.trim());
      tell.done(say.rolledBack(number, made.number));
      onClose();
      go("versions", made.number);
    } catch (error) {
      wrong.value = failure(refused(error));
    }
    busy.value = false;
    void draft.refresh();
  }

  return (
    <Dialog title={say.rollBackTitle(number)} urgent onClose={onClose}>
      <form
        class="publish"
        onSubmit={(event) => {
          event.preventDefault();
          void rollBack();
        }}
      >
        <label class="field">
          <span>{say.note}</span>
          <input
            type="text"
            maxLength={200}
            placeholder={say.notePlaceholder}
            onInput={({ currentTarget }) => {
              note.value = currentTarget.value;
            }}
          />
        </label>
        <dl class="effects">
          <div>
            <dt>{say.changes}</dt>
            <dd>
              {touched === null ? say.counting : say.touched(touched.length)}
              {touched !== null && touched.length > 0 && <small> {touched.slice(0, 5).join(" · ")}</small>}
            </dd>
          </div>
        </dl>
        <p class="takes-over">{say.rollBackAbout(number, live)}</p>
        <p role="alert">{wrong.value}</p>
        <div class="dialog-actions">
          <button type="button" class="button" onClick={onClose}>
            {say.cancel}
          </button>
          <button type="submit" class="button primary" disabled={busy.value}>
            {busy.value ? say.rollingBack : say.rollBack}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** Files that the versions after one changed, up to another. */
async function between(number: number, live: number): Promise<string[]> {
  const later = Array.from({ length: Math.min(MOST, Math.max(0, live - number)) }, (_, at) => live - at);
  const found = await Promise.all(later.map((one) => content.version(one)));
  return [...new Set(found.flatMap(({ files }) => files.map(({ path }) => path)))].sort();
}
