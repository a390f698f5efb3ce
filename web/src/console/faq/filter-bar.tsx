import "./filter-bar.css";
import { Search } from "lucide-preact";
import { useRef } from "preact/hooks";
import { language } from "../../language/chosen";
import type { FaqEntry } from "../../wire/inbox";
import { intentTitle } from "../content/lists";
import { today } from "../content/when";
import { useKeys } from "../panes/keys";
import { type Filter, filtered, SHOWS } from "./filter";
import { text } from "./text";

export interface FilterBarProps {
  all: readonly FaqEntry[];
  filter: Filter;
  onChange(part: Partial<Filter>): void;
}

/** Which entries are listed. */
export function FilterBar({ all, filter, onChange }: FilterBarProps) {
  const say = text[language.value];
  const box = useRef<HTMLInputElement>(null);
  useKeys({ "/": () => box.current?.focus() });
  const topics = [...new Set(all.map(({ intent }) => intent))].filter((intent) => intent !== null).sort();
  return (
    <div class="faq-filter">
      <label class="search">
        <Search size={16} aria-hidden="true" />
        <input
          ref={box}
          type="search"
          aria-label={say.search}
          placeholder={say.search}
          value={filter.words}
          onInput={({ currentTarget }) => onChange({ words: currentTarget.value })}
        />
      </label>
      <select
        aria-label={say.intent}
        value={filter.intent}
        onChange={({ currentTarget }) => onChange({ intent: currentTarget.value })}
      >
        <option value="">{say.anyIntent}</option>
        {topics.map((intent) => (
          <option key={intent} value={intent}>
            {intentTitle(intent)}
          </option>
        ))}
      </select>
      <fieldset class="chips">
        <legend class="unseen">{say.show}</legend>
        {SHOWS.map((show) => (
          <button
            key={show}
            type="button"
            aria-pressed={show === filter.show}
            onClick={() => onChange({ show })}
          >
            {say.shows[show]}
            <span>{filtered(all, { ...filter, show }, today()).length}</span>
          </button>
        ))}
      </fieldset>
    </div>
  );
}
