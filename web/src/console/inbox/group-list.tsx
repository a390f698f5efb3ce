import "./group-list.css";
import { useEffect, useRef } from "preact/hooks";
import { Badge } from "../../design/badge/badge";
import { language } from "../../language/chosen";
import type { Group, Why } from "../../wire/inbox";
import { intentTitle } from "../content/lists";
import { text } from "./text";

export interface GroupListProps {
  groups: Group[];
  chosen: string | null;
  onChoose(id: string): void;
}

/** One line for each group: its first words, how often, why, and what it looks like. */
export function GroupList({ groups, chosen, onChoose }: GroupListProps) {
  const say = text[language.value];
  const list = useRef<HTMLUListElement>(null);

  // The keyboard goes on where the eye is.
  useEffect(() => {
    const row = list.current?.querySelector<HTMLElement>('[aria-current="true"]');
    row?.scrollIntoView({ block: "nearest" });
    if (list.current?.contains(document.activeElement)) row?.focus();
  }, [chosen]);

  return (
    <ul class="group-list" aria-label={say.groups} ref={list}>
      {groups.map((group) => (
        <li key={group.id}>
          <button type="button" aria-current={group.id === chosen} onClick={() => onChoose(group.id)}>
            <span class="first">{group.messages[0]?.text}</span>
            <span class="marks">
              {group.size > 1 && <strong>{say.group(group.size)}</strong>}
              {whysOf(group).map((why) => (
                <Badge key={why} tone={why === "corrected" || why === "rated_low" ? "warning" : "plain"}>
                  {say.whys[why]}
                </Badge>
              ))}
              {group.suggested !== null && <em>{intentTitle(group.suggested.intent)}</em>}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function whysOf({ messages }: Group): Why[] {
  return [...new Set(messages.map(({ why }) => why))];
}
