import { say as tell } from "../../design/toast/toast";
import { language } from "../../language/chosen";
import { content, type Version } from "../../wire/content";
import { useAnswer } from "../content/use-answer";
import { NoteDialog } from "../draft/note-dialog";
import { go } from "../frame/place";
import { useSession } from "../frame/session";
import { text } from "./text";

/** Beyond so many versions their files are not counted. */
const MOST = 20;

/** Says what becomes otherwise, takes a note, and goes back in one step. */
export function RollBackDialog({ version: { number }, onClose }: { version: Version; onClose(): void }) {
  const { draft } = useSession();
  const say = text[language.value];
  const live = draft.content.value?.live.number ?? number;
  const { answer: touched } = useAnswer(() => between(number, live), `${number} ${live}`);
  return (
    <NoteDialog
      title={say.rollBackTitle(number)}
      urgent
      say={say}
      does={say.rollBack}
      doing={say.rollingBack}
      about={say.rollBackAbout(number, live)}
      onDo={async (note) => {
        const made = await content.rollBack(number, note);
        tell.done(say.rolledBack(number, made.number));
        go("versions", made.number);
      }}
      onClose={onClose}
    >
      <dl class="effects">
        <div>
          <dt>{say.changes}</dt>
          <dd>
            {touched === null ? say.counting : say.touched(touched.length)}
            {touched !== null && touched.length > 0 && <small> {touched.slice(0, 5).join(" · ")}</small>}
          </dd>
        </div>
      </dl>
    </NoteDialog>
  );
}

/** Files that the versions after one changed, up to another. */
async function between(number: number, live: number): Promise<string[]> {
  const later = Array.from({ length: Math.min(MOST, Math.max(0, live - number)) }, (_, at) => live - at);
  const found = await Promise.all(later.map((one) => content.version(one)));
  return [...new Set(found.flatMap(({ files }) => files.map(({ path }) => path)))].sort();
}
