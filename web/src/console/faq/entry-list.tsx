import "./entry-list.css";
import { useEffect, useRef } from "preact/hooks";
import { language } from "../../language/chosen";
import type { FaqEntry } from "../../wire/inbox";
import { intentTitle } from "../content/lists";
import { href } from "../frame/place";
import { reveal } from "../panes/reveal";
import { EntryMark } from "./entry-view";
import { text } from "./text";

/** One line for each entry: what it answers, how often, and whether it still holds. */
export function EntryList({ entries, chosen }: { entries: FaqEntry[]; chosen: string | undefined }) {
  const say = text[language.value];
  const list = useRef<HTMLUListElement>(null);
  const there = entries.some(({ id }) => id === chosen);
  useEffect(() => {
    const row = list.current?.querySelector<HTMLElement>('[aria-current="true"]');
    if (list.current && row) reveal(list.current, row);
  }, [chosen, there]);
  return (
    <ul class="faq-list" aria-label={say.list} ref={list}>
      {entries.map((entry) => (
        <li key={entry.id}>
          <a href={href("faq", entry.id)} {...(entry.id === chosen && { "aria-current": "true" })}>
            <span>{entry.questions[0] ?? entry.id}</span>
            <small>
              {entry.intent !== null && <span>{intentTitle(entry.intent)}</span>}
              <span class={entry.hits_30d === 0 ? "never" : ""}>
                {entry.hits_30d === 0 ? say.unasked : say.hits(entry.hits_30d)}
              </span>
              <EntryMark entry={entry} />
            </small>
          </a>
        </li>
      ))}
    </ul>
  );
}
