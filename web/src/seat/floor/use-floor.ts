import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { FloorView } from "../../wire/desk";
import { request } from "../../wire/request";
import { codeOf } from "../words/error";

/** How often it is read anew while it is looked at, in milliseconds. */
const AGAIN = 3_000;

export function useFloor(): { floor: FloorView | null; failed: string | null } {
  const floor = useSignal<FloorView | null>(null);
  const failed = useSignal<string | null>(null);
  useEffect(() => {
    let current = true;
    let timer: ReturnType<typeof setTimeout>;
    const read = async () => {
      if (!document.hidden) {
        try {
          floor.value = await request<FloorView>("GET", "/desk");
          failed.value = null;
        } catch (error) {
          failed.value = codeOf(error);
        }
      }
      if (current) timer = setTimeout(read, AGAIN);
    };
    void read();
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [floor, failed]);
  return { floor: floor.value, failed: failed.value };
}
