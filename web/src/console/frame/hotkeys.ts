import { useEffect, useRef } from "preact/hooks";
import type { Page } from "../pages";
import { go } from "./place";

/** Until so many milliseconds after `g` its second key counts. */
export const TOGETHER = 1_500;

/** `g` and a page's key lead there. A page that needs a key for itself takes it with `preventDefault`. */
export function useHotkeys(pages: readonly Page[]): void {
  const began = useRef(0);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!isFree(event)) return;
      if (event.key === "g") {
        began.current = event.timeStamp;
        return;
      }
      const page = pages.find(({ key }) => key === event.key);
      if (page !== undefined && event.timeStamp - began.current < TOGETHER) {
        event.preventDefault();
        go(page.path);
      }
      began.current = Number.NEGATIVE_INFINITY;
    };
    // After the page's own listeners on the document.
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, [pages]);
}

/** Whether a key press is nobody's yet: nobody writes, and no dialog, menu or list has keys of its own. */
export function isFree(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing || event.repeat) return false;
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const [target] = event.composedPath();
  return !(target instanceof Element && target.closest(TAKEN) !== null);
}

const TAKEN =
  "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], [role=dialog], [role=alertdialog], [role=menu], [role=listbox]";
