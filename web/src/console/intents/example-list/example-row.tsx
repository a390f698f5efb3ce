import { language } from "../../../language/chosen";
import { testing } from "../../test/testing";
import { text as texts } from "../text";

export interface ExampleRowProps {
  text: string;
  chosen: boolean;
  /** The one that Tab leads to. */
  current: boolean;
  onChoose(range: boolean): void;
}

export function ExampleRow({ text, chosen, current, onChoose }: ExampleRowProps) {
  const say = texts[language.value];
  return (
    <li class={chosen ? "chosen" : ""}>
      <label>
        <input
          type="checkbox"
          checked={chosen}
          tabIndex={current ? 0 : -1}
          aria-label={say.choose(text)}
          onClick={({ shiftKey }) => onChoose(shiftKey)}
        />
        <span>{text}</span>
      </label>
      <button
        type="button"
        class="link"
        tabIndex={current ? 0 : -1}
        onClick={() => {
          testing.value = text;
        }}
      >
        {say.tryIt}
      </button>
    </li>
  );
}
