import "./group-view.css";
import type { Signal } from "@preact/signals";
import { language } from "../../language/chosen";
import type { As, Group, InboxMessage, Place } from "../../wire/inbox";
import { MessageRow } from "./message-row";
import { type Asking, SettleBar } from "./settle-bar";
import { keyOf } from "./state";
import { text } from "./text";

export interface GroupViewProps {
  group: Group;
  picked: readonly string[];
  meant: InboxMessage[];
  asking: Asking;
  /** Keys of the messages whose surroundings are shown; null where the account may not read them. */
  around: Signal<readonly string[]> | null;
  onPick(message: Place): void;
  onAsk(asking: Asking): void;
  onSettle(as: As): void;
}

/** All messages of a group, and what to do with them. */
export function GroupView({ group, picked, around, onPick, ...rest }: GroupViewProps) {
  const say = text[language.value];
  const left = group.size - group.messages.length;
  return (
    <section class="group-view" aria-labelledby="group-title">
      <h2 id="group-title">{say.messages(group.size)}</h2>
      <ul>
        {group.messages.map((message) => {
          const key = keyOf(message);
          return (
            <MessageRow
              key={key}
              message={message}
              picked={picked.includes(key)}
              onPick={() => onPick(message)}
              around={
                around && {
                  shown: around.value.includes(key),
                  toggle: () => {
                    around.value = toggled(around.value, key);
                  },
                }
              }
            />
          );
        })}
      </ul>
      {around === null && <p class="note">{say.aroundNot}</p>}
      {left > 0 && <p class="note">{say.more(left)}</p>}
      <SettleBar group={group} {...rest} />
    </section>
  );
}

export function toggled(keys: readonly string[], key: string): readonly string[] {
  return keys.includes(key) ? keys.filter((one) => one !== key) : [...keys, key];
}
