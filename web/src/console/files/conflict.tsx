import { GitMerge } from "lucide-preact";
import { useEffect, useRef } from "preact/hooks";
import { language } from "../../language/chosen";
import type { Comparison } from "./editor";
import { text } from "./text";

export interface ConflictProps {
  theirs: string;
  mine: string;
  label: string;
  onMine(text: string): void;
  onTheirs(): void;
}

/** Somebody saved the same file meanwhile: both stand side by side, and nothing is lost before one decides. */
export function Conflict({ theirs, mine, label, onMine, onTheirs }: ConflictProps) {
  const say = text[language.value];
  const place = useRef<HTMLDivElement>(null);
  const comparison = useRef<Comparison | null>(null);
  const began = useRef(mine);

  useEffect(() => {
    let closed = false;
    import("./editor").then(
      ({ openComparison }) => {
        if (closed || place.current === null) return;
        const options = { label, language: language.peek() };
        comparison.current = openComparison(place.current, theirs, began.current, options);
        // It was in the editor that this one covers.
        if (document.activeElement === document.body) comparison.current.focus();
      },
      () => {
        // Without it the buttons still say what they do.
      },
    );
    return () => {
      closed = true;
      comparison.current?.close();
      comparison.current = null;
    };
  }, [theirs, label]);

  return (
    <section class="conflict" aria-label={say.conflict}>
      <p>
        <GitMerge size={16} aria-hidden="true" />
        <b>{say.conflict}</b> {say.conflictAbout}
      </p>
      <div class="conflict-heads">
        <span>{say.theirs}</span>
        <span>{say.mine}</span>
      </div>
      <div class="editor-place" ref={place} />
      <div class="dialog-actions">
        <button type="button" class="button" onClick={onTheirs}>
          {say.takeTheirs}
        </button>
        <button
          type="button"
          class="button primary"
          onClick={() => onMine(comparison.current?.mine() ?? began.current)}
        >
          {say.saveMine}
        </button>
      </div>
    </section>
  );
}
