import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { say as tell } from "../../design/toast/toast";
import { language } from "../../language/chosen";
import type { Finding } from "../../wire/content";
import type { Editor } from "./editor";
import type { Spot } from "./spot";
import { text as texts } from "./text";

interface Use {
  path: string;
  text: string;
  /** What is typed may be ahead of what is drawn, and must not be overwritten by it. */
  latest(): string;
  findings: readonly Finding[];
  spot: Spot | null;
  onChange(text: string): void;
  onSave(): void;
}

/** Puts an editor where the ref is, once its code has come, and keeps it as it is said to be. */
export function useEditor(use: Use): RefObject<HTMLDivElement> {
  const place = useRef<HTMLDivElement>(null);
  const editor = useRef<Editor | null>(null);
  const current = useRef(use);
  current.current = use;
  const marks = use.findings.map(({ line, column, code }) => `${line}:${column}:${code}`).join();

  useEffect(() => {
    let closed = false;
    import("./editor").then(
      ({ openEditor }) => {
        if (closed || place.current === null) return;
        const { path, latest, findings, spot } = current.current;
        editor.current = openEditor(place.current, {
          text: latest(),
          label: path,
          language: language.peek(),
          readOnly: false,
          onChange: (words) => current.current.onChange(words),
          onSave: () => current.current.onSave(),
        });
        editor.current.mark(findings);
        if (spot !== null) editor.current.goTo(spot);
      },
      () => tell.wrong(texts[language.peek()].noEditor),
    );
    return () => {
      closed = true;
      editor.current?.close();
      editor.current = null;
    };
  }, []);

  useEffect(() => {
    editor.current?.replace(current.current.latest());
  }, [use.text]);

  useEffect(() => {
    editor.current?.mark(use.findings);
  }, [marks, use.text]);

  useEffect(() => {
    if (use.spot !== null) editor.current?.goTo(use.spot);
  }, [JSON.stringify(use.spot)]);

  return place;
}
