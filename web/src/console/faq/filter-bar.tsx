import "./filter-bar.css";
import { language } from "../../language/chosen";
import type { FaqEntry } from "../../wire/inbox";
import { intentTitle } from "../content/lists";
import { today } from "../content/when";
import { SearchBox } from "../panes/search-box";
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
  const topics = [...new Set(all.map(({ intent }) => intent))].filter((intent) => intent !== null).sort();
  return (
    <div class="faq-filter">
      <SearchBox label={say.search} words={filter.words} onWords={(words) => onChange({ words })} />
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
