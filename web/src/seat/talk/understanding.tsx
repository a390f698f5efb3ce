import type { Signal } from "@preact/signals";
import { ChevronDown, ChevronRight } from "lucide-preact";
import { percent } from "../../design/bar/bar";
import { language } from "../../language/chosen";
import type { Understood } from "../../wire/seat";
import { intentTitle } from "../desk/lists";
import { text } from "./understanding-text";

interface UnderstandingProps {
  by: string;
  understood: Understood;
  unfolded: Signal<boolean>;
}

/** In a few words how a message was understood; the button unfolds the rest. */
export function Understanding({ by, understood, unfolded }: UnderstandingProps) {
  const say = text[language.value];
  const best = understood.intents[0];
  const Arrow = unfolded.value ? ChevronDown : ChevronRight;
  const known = best !== undefined && understood.stage !== "none";
  return (
    <button
      type="button"
      class={`quiet-button understanding ${understood.certainty}`}
      aria-expanded={unfolded.value}
      onClick={() => {
        unfolded.value = !unfolded.value;
      }}
    >
      <Arrow size={13} aria-hidden="true" />
      {by === "bot" ? say.because : say.understood}
      <b>{known ? intentTitle(best.intent) : say.unclear}</b>
      {known && percent(best.confidence)}
    </button>
  );
}
