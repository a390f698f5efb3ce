import { language } from "../../language/chosen";
import type { As } from "../../wire/inbox";
import { faq, intentTitle } from "../content/lists";
import type { Done } from "./state";
import { text } from "./text";

/** What was done with messages, in a sentence. */
export function doneWords({ messages, as }: Done): string {
  const say = text[language.value];
  const became = say.became(messages.length, what(as));
  return "dismiss" in as ? became : `${became} · ${say.inDraft}`;
}

function what(as: As): string {
  const say = text[language.value];
  if ("intent" in as) return say.becameIntent(intentTitle(as.intent));
  if ("faq" in as) {
    const entry = faq.value.find(({ id }) => id === as.faq);
    return say.becameFaq(entry?.questions[0] ?? as.faq);
  }
  return "not_ours" in as ? say.becameNotOurs : say.becameDismissed;
}
