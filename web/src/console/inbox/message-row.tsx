import { MessageSquareText } from "lucide-preact";
import { Badge } from "../../design/badge/badge";
import { IconButton } from "../../design/button/icon-button";
import { language } from "../../language/chosen";
import type { InboxMessage } from "../../wire/inbox";
import { intentTitle } from "../content/lists";
import { ago } from "../content/when";
import { Around } from "./around";
import { text } from "./text";

export interface MessageRowProps {
  message: InboxMessage;
  picked: boolean;
  onPick(): void;
  /** Not where the account may not read conversations. */
  around: { shown: boolean; toggle(): void } | null;
}

/** A customer's words, why they are here, and what the bot took them for. */
export function MessageRow({ message, picked, onPick, around }: MessageRowProps) {
  const say = text[language.value];
  return (
    <li>
      <div class={picked ? "message-row picked" : "message-row"}>
        <label>
          <input type="checkbox" checked={picked} onChange={onPick} aria-label={say.pick(message.text)} />
          <span>{message.text}</span>
        </label>
        {around !== null && (
          <IconButton
            icon={MessageSquareText}
            label={around.shown ? say.aroundHide : say.around}
            keys="o"
            pressed={around.shown}
            onClick={around.toggle}
          />
        )}
        <p>
          <Badge tone={message.why === "corrected" || message.why === "rated_low" ? "warning" : "plain"}>
            {say.whys[message.why]}
          </Badge>
          <span>{tookFor(message)}</span>
          {message.corrected_to !== null && (
            <span>{say.corrected(message.by, intentTitle(message.corrected_to))}</span>
          )}
          <time dateTime={message.at}>{ago(message.at, language.value)}</time>
        </p>
      </div>
      {around?.shown && <Around conversation={message.conversation} seq={message.seq} />}
    </li>
  );
}

function tookFor({ intent, confidence }: InboxMessage): string {
  const say = text[language.value];
  if (intent === null) return say.tookForNothing;
  const share = confidence === null ? "" : ` ${Math.round(confidence * 100)}%`;
  return `${say.tookFor(intentTitle(intent))}${share}`;
}
