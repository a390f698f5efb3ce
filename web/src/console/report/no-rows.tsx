import { ClipboardList } from "lucide-preact";
import { EmptyState } from "../../design/empty-state/empty-state";
import { language } from "../../language/chosen";
import { useSession } from "../frame/session";
import { text } from "./text";

/** Three messages as they are written into a file. */
const SAMPLE = `{"text": "我的快递到哪了", "intent": "logistics.track"}
{"text": "那就不要了", "intent": "order.cancel", "accept": ["refund.apply"]}
{"text": "你们招人吗", "intent": null}`;

/** Without labelled messages there is nothing to measure: how to get some. */
export function NoRows() {
  const { draft } = useSession();
  const say = text[language.value];
  const folder = draft.content.value?.folder ?? null;
  return (
    <div class="report-none">
      <EmptyState icon={ClipboardList} title={say.none} about={say.noneAbout} />
      <p>{say.noneHow(`${folder === null ? "" : `${folder}/`}eval/utterances/`)}</p>
      <pre>{SAMPLE}</pre>
      <p class="standing">{say.noneMeaning}</p>
    </div>
  );
}
