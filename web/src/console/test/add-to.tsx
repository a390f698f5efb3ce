import { useMemo } from "preact/hooks";
import { Combobox } from "../../design/combobox/combobox";
import { say as tell } from "../../design/toast/toast";
import { language } from "../../language/chosen";
import type { Parse } from "../../wire/content";
import { edit } from "../../wire/inbox";
import { intents, intentTitle, titleOf } from "../content/lists";
import { useRefusal, useSession } from "../frame/session";
import { failure } from "../words/failure";
import { text } from "./text";

/** Makes the sentence an example of an intent: type a few characters of its name, Enter. */
export function AddTo({ sentence, answer }: { sentence: string; answer: { live: Parse } | null }) {
  const { draft } = useSession();
  const refused = useRefusal();
  const say = text[language.value];
  const likely = answer?.live.intent_ranking.slice(0, 3).map(({ name }) => name) ?? [];
  const choices = useMemo(() => {
    const place = (name: string) => (likely.includes(name) ? likely.indexOf(name) : likely.length);
    return intents.value
      .filter(({ examples }) => examples > 0)
      .map((intent) => ({ value: intent.name, label: titleOf(intent), about: intent.name }))
      .sort((one, other) => place(one.value) - place(other.value));
  }, [likely.join(), intents.value, language.value]);

  async function add(intent: string): Promise<void> {
    try {
      draft.took(await edit([{ do: "add_example", intent, text: sentence }]));
      tell.done(say.added(intentTitle(intent)));
    } catch (error) {
      tell.wrong(failure(refused(error)));
    }
  }

  if (choices.length === 0) return null;
  return (
    <div class="test-add">
      <Combobox label={say.addTo} choices={choices} none={say.noIntent} onPick={add} />
    </div>
  );
}
