import "./correction.css";
import { useSignal } from "@preact/signals";
import { Combobox } from "../../design/combobox/combobox";
import { say as tell } from "../../design/toast/toast";
import { language } from "../../language/chosen";
import type { Understood } from "../../wire/seat";
import { intents, titleOf } from "../desk/lists";
import { useUi } from "../page/context";
import { text } from "./understanding-text";

interface CorrectionProps {
  conversation: string;
  seq: number;
  understood: Understood | undefined;
  onDone(): void;
}

/** What was wrong, and what was meant: for whoever improves the bot. */
export function Correction({ conversation, seq, understood, onDone }: CorrectionProps) {
  const ui = useUi();
  const say = text[language.value];
  const busy = useSignal(false);
  const all = intents.all.value;
  // An older server names its intents only where it ranks them.
  const choices =
    all.length > 0
      ? all.map((one) => ({ value: one.intent, label: titleOf(one), about: one.intent }))
      : (understood?.intents ?? []).map(({ intent }) => ({ value: intent, label: intent }));

  async function send(intent?: string): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    try {
      await ui.desk.act(conversation, { type: "wrong", seq, ...(intent !== undefined && { intent }) });
      tell.done(say.thanks);
      onDone();
    } catch (error) {
      ui.sayWhy(error);
    } finally {
      busy.value = false;
    }
  }
  return (
    <div class="correction">
      <Combobox label={say.meant} choices={choices} none={say.noIntent} onPick={send} />
      <div>
        <button type="button" class="button quiet" onClick={() => send()}>
          {say.unsure}
        </button>
        <button type="button" class="button quiet" onClick={onDone}>
          {say.cancel}
        </button>
      </div>
    </div>
  );
}
