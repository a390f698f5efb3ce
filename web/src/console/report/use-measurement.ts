import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { type Measurement, measure, type Of } from "../../wire/measure";
import type { Refused } from "../../wire/request";
import { useRefusal } from "../frame/session";

/** Pauses between looks while the server measures, in milliseconds: after the first, and after each other. */
const AT_ONCE = 250;
const SOON = 1_000;

export interface Measuring {
  measurement: Measurement | null;
  refused: Refused | null;
  again(): void;
}

/** Asks until it is measured, and anew when it is of something else. `about` is null where there is nothing to ask about. */
export function useMeasurement(of: Of, about: string | null): Measuring {
  const measurement = useSignal<Measurement | null>(null);
  const refused = useSignal<Refused | null>(null);
  const times = useSignal(0);
  const refusal = useRefusal();

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let current = true;
    async function ask(pause: number): Promise<void> {
      try {
        const found = await measure(of);
        if (!current) return;
        measurement.value = found;
        refused.value = null;
        if (found.state === "working") timer = setTimeout(() => void ask(SOON), pause);
      } catch (error) {
        if (current) refused.value = refusal(error);
      }
    }
    measurement.value = null;
    refused.value = null;
    if (about !== null) void ask(AT_ONCE);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [of, about, times.value]);

  return {
    measurement: measurement.value,
    refused: refused.value,
    again: () => {
      times.value++;
    },
  };
}
