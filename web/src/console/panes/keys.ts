import { useEffect, useRef } from "preact/hooks";
import { isFree, TOGETHER } from "../frame/hotkeys";

/** What a page does under single keys. False says that it did nothing, and the key is somebody else's. */
export type Press = Record<string, (event: KeyboardEvent) => unknown>;

/** Listens as long as the page is there. Who writes, and what has keys of its own, is left alone. */
export function useKeys(press: Press): void {
  const current = useRef(press);
  current.current = press;
  useEffect(() => {
    /** A key after `g` leads to another page. */
    let led = Number.NEGATIVE_INFINITY;
    const listen = (event: KeyboardEvent) => {
      if (!isFree(event) || event.timeStamp - led < TOGETHER) return;
      if (event.key === "g") led = event.timeStamp;
      const act = Object.hasOwn(current.current, event.key) ? current.current[event.key] : undefined;
      if (act !== undefined && act(event) !== false) event.preventDefault();
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
}
