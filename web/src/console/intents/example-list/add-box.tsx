import { useSignal } from "@preact/signals";
import { Plus } from "lucide-preact";
import { useRef } from "preact/hooks";
import { language } from "../../../language/chosen";
import type { Edit, IntentView } from "../../../wire/inbox";
import { intentTitle } from "../../content/lists";
import { useTyped } from "../../content/typed";
import { useKeys } from "../../panes/keys";
import { text } from "../text";
import type { useEdit } from "../use-edit";
import { judge, type Line, readLines } from "./adding";
import { everywhere, isComplete, readEverywhere } from "./everywhere";

/** Takes one example or a whole page of them, and says what stands already before anything is saved. */
export function AddBox({ intent, edit }: { intent: IntentView; edit: ReturnType<typeof useEdit> }) {
  const say = text[language.value];
  const typed = useTyped(`examples ${intent.name}`, "");
  const alsoMove = useSignal(false);
  const box = useRef<HTMLTextAreaElement>(null);
  const waiting = useSignal(false);
  const look = () =>
    judge(
      readLines(typed.text),
      [...intent.examples, ...intent.learned].map(({ text }) => text),
      everywhere.value,
    );
  const lines = look();
  const of = (is: Line["is"]) => lines.filter((line) => line.is === is);
  const [fresh, others, known] = [of("new"), of("elsewhere"), [...of("here"), ...of("twice")]];
  const moved = alsoMove.value ? others : [];
  const all = fresh.length + moved.length;

  useKeys({ a: () => box.current?.focus() });

  async function add(): Promise<void> {
    if (waiting.peek()) return;
    if (!isComplete.peek()) {
      waiting.value = true;
      // Without it the server still says so after the save.
      await readEverywhere().catch(() => {});
      waiting.value = false;
      if (look().some(({ is }, place) => is !== lines[place]?.is)) return;
    }
    const edits: Edit[] = [
      ...fresh.map((line): Edit => ({ do: "add_example", intent: intent.name, text: line.text })),
      ...moved.map(
        (line): Edit => ({ do: "move_example", from: line.intent ?? "", to: intent.name, text: line.text }),
      ),
    ];
    const back: Edit[] = [
      ...fresh.map((line): Edit => ({ do: "remove_example", intent: intent.name, text: line.text })),
      ...moved.map(
        (line): Edit => ({ do: "move_example", from: intent.name, to: line.intent ?? "", text: line.text }),
      ),
    ];
    if (await edit.apply(edits, { words: say.added(all), back })) typed.drop();
    box.current?.focus();
  }

  return (
    <form
      class="add-box"
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <div class="add-line">
        <textarea
          ref={box}
          rows={Math.min(8, Math.max(1, typed.text.split("\n").length))}
          aria-label={say.addLabel}
          placeholder={say.addPlaceholder}
          value={typed.text}
          onInput={({ currentTarget }) => typed.type(currentTarget.value)}
          onKeyDown={(event) => {
            // Shift and Enter begin a new line.
            if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
            event.preventDefault();
            if (all > 0) void add();
          }}
        />
        <button type="submit" class="button primary" disabled={all === 0 || edit.busy}>
          <Plus size={16} aria-hidden="true" />
          {lines.length > 1 ? say.addNew(all) : say.addLabel}
        </button>
      </div>
      {waiting.value && <p class="standing">{say.comparing}</p>}
      {lines.some(({ is }) => is !== "new") && (
        <div class="add-judged" aria-live="polite">
          <ul>
            {lines.slice(0, 200).map((line, place) => (
              <li key={place} class={line.is}>
                <span>{line.text}</span>
                <small>{words(line)}</small>
              </li>
            ))}
          </ul>
          <p>
            {known.length > 0 && <span>{say.skipped(known.length)}</span>}
            {others.length > 0 && (
              <label>
                <input
                  type="checkbox"
                  checked={alsoMove.value}
                  onChange={({ currentTarget }) => {
                    alsoMove.value = currentTarget.checked;
                  }}
                />
                {say.moveHere(others.length)}
              </label>
            )}
            <button type="button" class="link" onClick={typed.drop}>
              {say.clear}
            </button>
          </p>
        </div>
      )}
    </form>
  );
}

function words({ is, intent }: Line): string {
  const say = text[language.value].is;
  return is === "elsewhere" ? say.elsewhere(intentTitle(intent ?? "")) : say[is];
}
