import { useLayoutEffect } from "preact/hooks";

const SEEN = "seen";

/** What is newly shown begins at its top; back and forward lead to where one was. */
export function useTop(shown: string | undefined): void {
  useLayoutEffect(() => {
    if (history.state !== SEEN) scrollTo(0, 0);
    history.replaceState(SEEN, "");
  }, [shown]);
}
