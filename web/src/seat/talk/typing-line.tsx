import "./typing-line.css";
import { type ReadonlySignal, useComputed } from "@preact/signals";
import { BellRing } from "lucide-preact";
import { language } from "../../language/chosen";
import type { Chat } from "../state/chat";
import { now } from "../words/time";
import { text } from "./text";

/** Whoever has written nothing more for so long has stopped, in milliseconds. */
const CUSTOMER = 20_000;
const COLLEAGUE = 6_000;

/** What the customer is about to say, and who else is about to say something. */
export function TypingLine({ chat }: { chat: ReadonlySignal<Chat> }) {
  const say = text[language.value];
  const typing = useComputed(() => {
    const { typing } = chat.value;
    return typing !== null && now.value - typing.at < CUSTOMER ? typing.text : null;
  }).value;
  const colleague = useComputed(() => {
    const { colleagueTyping } = chat.value;
    return colleagueTyping !== null && now.value - colleagueTyping.at < COLLEAGUE
      ? colleagueTyping.name
      : null;
  }).value;
  const reminded = useComputed(() => chat.value.reminded).value;
  return (
    <div class="typing-lines">
      {typing !== null && (
        <p class="typing-line" aria-live="off">
          <i aria-hidden="true" />
          <span>
            {say.typing}
            <q>{typing}</q>
          </span>
        </p>
      )}
      {reminded && (
        <p class="typing-line reminder">
          <BellRing size={14} aria-hidden="true" />
          {say.reminder}
        </p>
      )}
      {colleague !== null && <p class="typing-line colleague">{say.colleagueTyping(colleague)}</p>}
    </div>
  );
}
