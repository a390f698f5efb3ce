import type { Choice } from "../../design/combobox/combobox";
import type { FaqEntry, Group, InboxMessage, IntentRow } from "../../wire/inbox";
import { nearest } from "../content/alike";

/** Intents, those first that somebody or something already thought of. */
export function intentChoices(
  intents: readonly IntentRow[],
  group: Group,
  title: (intent: IntentRow) => string,
): Choice[] {
  const thoughtOf = [
    group.suggested?.intent,
    ...group.messages.map(({ corrected_to }) => corrected_to),
    ...group.messages.map(({ intent }) => intent),
  ];
  const place = ({ name }: IntentRow) => {
    const at = thoughtOf.indexOf(name);
    return at === -1 ? thoughtOf.length : at;
  };
  return intents
    .toSorted((a, b) => place(a) - place(b))
    .map((intent) => ({ value: intent.name, label: title(intent), about: intent.name }));
}

/** FAQ entries, those first whose questions are most like what was said. */
export function faqChoices(faq: readonly FaqEntry[], messages: readonly InboxMessage[]): Choice[] {
  const likeness = ({ questions }: FaqEntry) =>
    messages.reduce((most, { text }) => Math.max(most, nearest(text, questions)), 0);
  return faq
    .map((entry) => ({ entry, like: likeness(entry) }))
    .sort((a, b) => b.like - a.like)
    .map(({ entry: { id, questions, answer } }) => ({
      value: id,
      label: questions[0] ?? id,
      about: answer,
    }));
}
