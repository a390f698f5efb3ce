import "./range-picker.css";
import { useSignal } from "@preact/signals";
import { language } from "../../language/chosen";
import { days, isPossible, type Range } from "./range";
import { text } from "./text";

interface RangePickerProps {
  range: Range;
  today: string;
  onChosen(range: Range): void;
}

const LAST = [7, 30] as const;

export function RangePicker({ range, today, onChosen }: RangePickerProps) {
  const say = text[language.value];
  const opened = useSignal(range.kind === "own");
  const wrong = useSignal(false);
  const { from, until } = days(range, today);

  const choose = (chosen: Range) => {
    opened.value = chosen.kind === "own";
    wrong.value = false;
    onChosen(chosen);
  };

  function submit(event: SubmitEvent): void {
    event.preventDefault();
    const fields = new FormData(event.currentTarget as HTMLFormElement);
    const own = { from: String(fields.get("from")), until: String(fields.get("until")) };
    if (isPossible(own)) choose({ kind: "own", ...own });
    else wrong.value = true;
  }

  return (
    <div class="range-picker">
      <div class="choices">
        <button
          type="button"
          aria-pressed={range.kind === "today" && !opened.value}
          onClick={() => choose({ kind: "today" })}
        >
          {say.today}
        </button>
        {LAST.map((days) => (
          <button
            key={days}
            type="button"
            aria-pressed={range.kind === "days" && range.days === days && !opened.value}
            onClick={() => choose({ kind: "days", days })}
          >
            {say.last(days)}
          </button>
        ))}
        <button
          type="button"
          aria-pressed={opened.value}
          aria-expanded={opened.value}
          onClick={() => {
            opened.value = true;
          }}
        >
          {say.own}
        </button>
      </div>
      {opened.value && (
        <form onSubmit={submit}>
          <label class="field">
            <span>{say.from}</span>
            <input
              type="date"
              name="from"
              required
              defaultValue={from}
              max={today}
              aria-invalid={wrong.value}
            />
          </label>
          <label class="field">
            <span>{say.until}</span>
            <input
              type="date"
              name="until"
              required
              defaultValue={until}
              max={today}
              aria-invalid={wrong.value}
            />
          </label>
          <button type="submit" class="button primary">
            {say.apply}
          </button>
          <p role="alert">{wrong.value && say.wrongRange}</p>
        </form>
      )}
    </div>
  );
}
