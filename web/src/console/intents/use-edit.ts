import { useSignal } from "@preact/signals";
import { say as tell } from "../../design/toast/toast";
import { type Edit, edit } from "../../wire/inbox";
import { useRefusal, useSession } from "../frame/session";
import { failure } from "../words/failure";

/** The server takes so many in a call. */
const AT_ONCE = 500;

export interface Done {
  words: string;
  back: Edit[];
}

/** Edits to the draft, one after another, and the way back from the last. */
export function useEdit() {
  const { draft } = useSession();
  const refused = useRefusal();
  const busy = useSignal(false);
  const done = useSignal<Done | null>(null);

  /** Whether it was done. */
  async function apply(edits: Edit[], after: Done | null): Promise<boolean> {
    if (busy.peek() || edits.length === 0) return false;
    busy.value = true;
    try {
      for (let from = 0; from < edits.length; from += AT_ONCE) {
        draft.took(await edit(edits.slice(from, from + AT_ONCE)));
      }
      done.value = after;
      return true;
    } catch (error) {
      tell.wrong(failure(refused(error)));
      return false;
    } finally {
      busy.value = false;
    }
  }

  return {
    busy: busy.value,
    done: done.value,
    apply,
    undo: () => {
      const last = done.peek();
      if (last !== null) void apply(last.back, null);
      return last !== null;
    },
  };
}
