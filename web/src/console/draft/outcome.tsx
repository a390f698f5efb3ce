import "./outcome.css";
import { percent } from "../../design/bar/bar";
import { language } from "../../language/chosen";
import type { Outcome } from "../../wire/content";
import { intentTitle } from "../content/lists";
import { text } from "./text";

/** What the bot does about a sentence, in a few words. */
export function OutcomeView({ outcome }: { outcome: Outcome }) {
  return (
    <span class={`outcome ${outcome.does}`}>
      {outcomeWords(outcome)} <small>{percent(outcome.confidence)}</small>
    </span>
  );
}

export function outcomeWords({ does, intent, faq }: Outcome): string {
  const say = text[language.value];
  const title = intent === null ? null : intentTitle(intent);
  switch (does) {
    case "answers":
      return title ?? say.does.answers;
    case "faq":
      return faq === null ? (title ?? say.does.faq) : say.faq(title ?? faq, faq);
    case "asks_which":
      return say.asksWhich(title);
    case "not_understood":
      return say.does.not_understood;
  }
}
