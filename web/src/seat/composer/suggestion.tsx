import "./suggestion.css";
import { Sparkles, X } from "lucide-preact";
import { percent } from "../../design/bar/bar";
import { Keys } from "../../design/key/key";
import { language } from "../../language/chosen";
import type { Suggestion as Suggested } from "../../wire/seat";
import { intentTitle } from "../desk/lists";
import { useDesk } from "../page/context";
import { text } from "./text";

interface SuggestionProps {
  suggestion: Suggested;
  /** Whether the key would take it into the box, which it does while that is empty. */
  canTake: boolean;
  onTake(): void;
  onSend(): void;
}

/** What the bot would answer; the customer does not see it until the seat says it. */
export function Suggestion({ suggestion, canTake, onTake, onSend }: SuggestionProps) {
  const desk = useDesk();
  const say = text[language.value];
  const { intent, confidence, conversation } = suggestion;
  return (
    <section class="suggestion" aria-label={say.suggestion}>
      <header>
        <Sparkles size={14} aria-hidden="true" />
        <b>{say.suggestion}</b>
        {intent !== null && <span>{intentTitle(intent)}</span>}
        {confidence !== null && <span>{percent(confidence)}</span>}
        <button
          type="button"
          class="icon-button"
          aria-label={say.dismiss}
          onClick={() => desk.dismissSuggestion(conversation)}
        >
          <X size={14} aria-hidden="true" />
        </button>
      </header>
      <p>{suggestion.text}</p>
      <footer>
        <button type="button" class="button" onClick={onTake}>
          {say.edit}
          {canTake && <Keys keys="Tab" />}
        </button>
        <button type="button" class="button" onClick={onSend}>
          {say.sendNow}
          <Keys keys="Alt+Enter" />
        </button>
      </footer>
    </section>
  );
}
