import { Trash2 } from "lucide-preact";
import { Combobox } from "../../../design/combobox/combobox";
import { Keys } from "../../../design/key/key";
import { language } from "../../../language/chosen";
import { intents, titleOf } from "../../content/lists";
import { text } from "../text";

export interface SelectedProps {
  count: number;
  all: number;
  intent: string;
  onAll(): void;
  onRemove(): void;
  onMove(to: string): void;
}

/** What can be done with several examples at once. */
export function Selected({ count, all, intent, onAll, onRemove, onMove }: SelectedProps) {
  const say = text[language.value];
  const choices = intents.value
    .filter(({ name, examples }) => name !== intent && examples > 0)
    .map((other) => ({ value: other.name, label: titleOf(other), about: other.name }));
  return (
    <div class="selected">
      <label>
        <input
          type="checkbox"
          aria-label={say.all}
          checked={count > 0 && count === all}
          ref={(box) => {
            if (box !== null) box.indeterminate = count > 0 && count < all;
          }}
          disabled={all === 0}
          onClick={onAll}
        />
        <span role="status">{count === 0 ? say.all : say.chosen(count)}</span>
      </label>
      {count > 0 && (
        <>
          <button type="button" class="button" onClick={onRemove}>
            <Trash2 size={16} aria-hidden="true" />
            {say.remove}
            <Keys keys="Del" />
          </button>
          <Combobox label={say.moveTo} choices={choices} none={say.noIntent} onPick={onMove} />
        </>
      )}
    </div>
  );
}
