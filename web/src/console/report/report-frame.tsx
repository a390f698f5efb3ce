import { useEffect, useRef } from "preact/hooks";
import { language } from "../../language/chosen";
import { type Of, reportPage } from "../../wire/measure";
import { text } from "./text";

interface ReportFrameProps {
  of: Of;
  /** Something else is measured meanwhile. */
  onGone(): void;
}

/** The report as the server draws it, as tall as it is: a page without scripts, none of which could run. */
export function ReportFrame({ of, onGone }: ReportFrameProps) {
  const say = text[language.value];
  const frame = useRef<HTMLIFrameElement>(null);
  const watched = useRef<ResizeObserver | null>(null);

  useEffect(() => () => watched.current?.disconnect(), []);

  function fit(): void {
    const inside = frame.current?.contentDocument?.documentElement;
    // What is refused has no language.
    if (inside == null || inside.lang === "") {
      onGone();
      return;
    }
    watched.current?.disconnect();
    watched.current = new ResizeObserver(() => {
      const height = Math.ceil(inside.getBoundingClientRect().height);
      frame.current?.style.setProperty("block-size", `${height}px`);
    });
    watched.current.observe(inside);
  }

  return (
    <iframe
      ref={frame}
      class="report-frame"
      title={say.whole(of)}
      src={reportPage(of, language.value)}
      sandbox="allow-same-origin allow-top-navigation-by-user-activation"
      onLoad={fit}
    />
  );
}
