import { type Signal, useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { say } from "../../design/toast/toast";
import { type As, readInbox, reopen, type Settled, settle } from "../../wire/inbox";
import { Refused } from "../../wire/request";
import { useSession } from "../frame/session";
import { failure } from "../words/failure";
import { waiting } from "./count";
import { type Failure, fold, type Happened, nothing, type State, settling } from "./state";

/** In milliseconds. */
const EVERY = 10_000;
/** Groups at once; the next come as these go. */
const LIMIT = 100;

export interface Hands {
  state: Signal<State>;
  tell(happened: Happened): void;
  settle(as: As): void;
  undo(): void;
  refresh(): void;
}

/** The inbox in an operator's hands. What is done shows at once, and goes to the server in the order in which it was done. */
export function useInbox(): Hands {
  const { draft, signedOut } = useSession();
  const state = useSignal(nothing);
  const hands = useMemo(() => {
    let queue: Promise<void> = Promise.resolve();
    /** What is on its way; an answer from before it would bring back what is gone. */
    let underway = 0;
    let deeds = 0;

    const tell = (happened: Happened) => {
      state.value = fold(state.value, happened);
      if (state.value.inbox !== null) waiting.value = state.value.inbox.open;
    };

    async function load(): Promise<void> {
      const { why } = state.value;
      const before = deeds;
      try {
        const inbox = await readInbox(why, LIMIT);
        if (underway === 0 && deeds === before && state.value.why === why) tell({ type: "loaded", inbox });
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        if (error.status === 401) signedOut();
        else tell({ type: "failed", failure: failureOf(error) });
      }
    }

    function send(deed: () => Promise<Settled>, onRefused: () => void): void {
      underway += 1;
      deeds += 1;
      queue = queue.then(async () => {
        try {
          draft.took((await deed()).draft);
        } catch (error) {
          if (!(error instanceof Refused)) throw error;
          onRefused();
          if (error.status === 401) signedOut();
          else say.wrong(failure(error));
        } finally {
          underway -= 1;
        }
        // More than fits on one page may wait, and what was refused was done by a colleague.
        const { inbox } = state.value;
        if (underway === 0 && inbox !== null && inbox.groups.length < 3) await load();
      });
    }

    return {
      tell,
      load,
      settle(as: As): void {
        const done = settling(state.value, as);
        if (done === null) return;
        tell({ type: "settled", done });
        send(
          () => settle(done.messages, as),
          () => tell({ type: "undone", done }),
        );
      },
      undo(): void {
        const done = state.value.done.at(-1);
        if (done === undefined) return;
        tell({ type: "undone", done });
        send(
          () => reopen(done.messages),
          () => tell({ type: "settled", done }),
        );
      },
    };
  }, []);

  useEffect(() => {
    void hands.load();
    const look = () => {
      if (!document.hidden) void hands.load();
    };
    const timer = setInterval(look, EVERY);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [state.value.why, draft.changes.value]);

  return { state, tell: hands.tell, settle: hands.settle, undo: hands.undo, refresh: hands.load };
}

function failureOf({ status, code }: Refused): Failure {
  if (status === 404) return "absent";
  if (status === 403) return "forbidden";
  return code === "offline" ? "offline" : "server";
}
