import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

interface Box {
  current: HTMLElement | null;
}

/** As near to the end as this still counts as there, in pixels. */
const NEAR = 48;

/** Keeps the end in sight for whoever is there, and says whether something came that the others have missed. */
export function useBottom(box: Box, content: Box, count: number, own: string | undefined) {
  const there = useRef(count > 0);
  const before = useRef(0);
  const [missed, setMissed] = useState(false);
  const toEnd = useCallback(() => {
    there.current = true;
    setMissed(false);
    box.current?.scrollTo(0, box.current.scrollHeight);
  }, [box]);

  useEffect(() => {
    const scroller = box.current;
    if (scroller === null || content.current === null) return;
    let top = 0;
    const look = () => {
      const near = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR;
      // Lines that get their true height move the end away from whoever is there: only who goes up has left.
      if (near || scroller.scrollTop < top) there.current = near;
      if (near) setMissed(false);
      top = scroller.scrollTop;
    };
    // Pictures load, the keyboard comes, lines get their true height: the end stays where it was.
    const grown = new ResizeObserver(() => {
      if (there.current) scroller.scrollTo(0, scroller.scrollHeight);
    });
    scroller.addEventListener("scroll", look, { passive: true });
    grown.observe(scroller);
    grown.observe(content.current);
    return () => {
      scroller.removeEventListener("scroll", look);
      grown.disconnect();
    };
  }, [box, content]);

  useLayoutEffect(() => {
    // What greets the reader is read from its beginning.
    if (count === 0) return;
    if (there.current || own !== undefined || before.current === 0) toEnd();
    else setMissed(true);
    before.current = count;
  }, [count, own, toEnd]);

  return { missed, toEnd };
}
