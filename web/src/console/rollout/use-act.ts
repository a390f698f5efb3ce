import { useSignal } from "@preact/signals";
import { say as tell } from "../../design/toast/toast";
import { useRefusal, useSession } from "../frame/session";
import { failure } from "../words/failure";

/** One thing at a time; afterwards what is known is asked anew. */
export function useAct() {
  const { draft } = useSession();
  const refused = useRefusal();
  const busy = useSignal(false);
  async function act(doing: () => Promise<void>): Promise<void> {
    if (busy.peek()) return;
    busy.value = true;
    try {
      await doing();
    } catch (error) {
      tell.wrong(failure(refused(error)));
    }
    busy.value = false;
    void draft.refresh();
  }
  return { act, busy: busy.value };
}
