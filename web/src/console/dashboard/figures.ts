import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { summary } from "../../wire/report";
import { Refused } from "../../wire/request";
import { asked, before, fromQuery, type Range, today, toQuery } from "./range";
import { begin, fold, type Happened, type State } from "./state";

/** In milliseconds. */
const EVERY = 60_000;

export interface Figures {
  state: Signal<State>;
  choose(range: Range): void;
  /** Asks again at once. */
  refresh(): void;
}

/** Follows the figures of the chosen range, each minute while the page is looked at. */
export function useFigures(onSignedOut: () => void): Figures {
  const state = useSignal(begin(fromQuery(location.search)));
  const tell = (happened: Happened) => {
    state.value = fold(state.value, happened);
  };

  async function load(): Promise<void> {
    const { range, shown } = state.value;
    try {
      tell({ type: "loaded", range, ...(await ask(range, shown?.report.timezone)) });
    } catch (error) {
      const refused = error instanceof Refused ? error : null;
      if (refused?.status === 401) onSignedOut();
      else tell({ type: "failed", range, failure: refused?.code === "offline" ? "offline" : "server" });
    }
  }

  useEffect(() => {
    load();
    const look = () => {
      if (!document.hidden) load();
    };
    const timer = setInterval(look, EVERY);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, []);

  return {
    state,
    choose(range) {
      tell({ type: "chosen", range });
      history.replaceState(null, "", location.pathname + toQuery(range));
      load();
    },
    refresh: load,
  };
}

/** Which day it is at the shop only the shop's server knows. */
async function ask(range: Range, known: string | undefined) {
  const zone = known ?? (await summary({ by: "day" })).timezone;
  const now = new Date();
  const day = today(now, zone);
  const [report, earlier] = await Promise.all([summary(asked(range, day)), summary(before(range, day, now))]);
  return { report, before: earlier.totals };
}
