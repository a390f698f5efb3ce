import { Undo2 } from "lucide-preact";
import { Keys } from "../../design/key/key";

/** What was done last, and the way back from it. */
export function UndoBar({ words, undo, onUndo }: { words: string | null; undo: string; onUndo(): void }) {
  return (
    <div role="status">
      {words !== null && (
        <p class="undo-bar">
          <span>{words}</span>
          <button type="button" class="button" onClick={onUndo}>
            <Undo2 size={15} aria-hidden="true" />
            {undo}
            <Keys keys="u" />
          </button>
        </p>
      )}
    </div>
  );
}
