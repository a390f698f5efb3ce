import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Refused } from "../../wire/request";
import { useRefusal } from "../frame/session";

export interface Asked<T> {
  /** The last one stays until the next is there. */
  answer: T | null;
  refused: Refused | null;
  again(): void;
}

/** What a call answers; asked anew when what it is about is another. */
export function useAnswer<T>(ask: () => Promise<T>, about: string): Asked<T> {
  const answer = useSignal<T | null>(null);
  const refused = useSignal<Refused | null>(null);
  const times = useSignal(0);
  const refusal = useRefusal();

  useEffect(() => {
    // An answer that came too late is of another question.
    let current = true;
    ask().then(
      (found) => {
        if (!current) return;
        answer.value = found;
        refused.value = null;
      },
      (error) => {
        if (current) refused.value = refusal(error);
      },
    );
    return () => {
      current = false;
    };
  }, [about, times.value]);

  return {
    answer: answer.value,
    refused: refused.value,
    again: () => {
      times.value++;
    },
  };
}
