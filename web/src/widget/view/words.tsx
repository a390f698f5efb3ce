import type { WordsLine } from "../talk/lines";
import { Drawn } from "./cards/drawn";
import { useWidget } from "./context";
import { Icon } from "./icon";

export function WordsBubble({ line }: { line: WordsLine }) {
  return (
    <>
      {line.text !== "" && <p class="bubble">{line.text}</p>}
      {line.card !== null && <Drawn card={line.card} />}
      {line.choices !== null && <Choices choices={line.choices} />}
    </>
  );
}

/** Buttons, until one is chosen or something else is said. */
function Choices({ choices }: { choices: NonNullable<WordsLine["choices"]> }) {
  const { session, texts } = useWidget();
  const { all, spent, chosen } = choices;
  return (
    <ul class="choices">
      {all.map((choice) => (
        <li key={String(choice.value)}>
          <button
            class="choice"
            type="button"
            disabled={spent}
            data-chosen={choice === chosen}
            onClick={() => session.choose(choice)}
          >
            {choice.title}
            {choice === chosen && (
              <>
                <Icon name="check" size={16} />
                <span class="unseen">{texts.chosen}</span>
              </>
            )}
          </button>
        </li>
      ))}
    </ul>
  );
}
