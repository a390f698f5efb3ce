import "./fields.css";
import { language } from "../../language/chosen";
import { Questions } from "./questions";
import { text } from "./text";
import type { Writing } from "./use-form";

/** What is written of an entry, new or old. */
export function Fields({ writing, wordings = 1 }: { writing: Writing; wordings?: number }) {
  const say = text[language.value];
  const form = writing.form.value;
  return (
    <div class="faq-fields">
      <Questions questions={form.questions} onChange={(questions) => writing.write({ questions })} />
      <label class="faq-answer">
        <span>
          {say.answer}
          {wordings > 1 && <small>{say.wordings(wordings)}</small>}
        </span>
        <textarea
          rows={4}
          value={form.answer}
          onInput={({ currentTarget }) => writing.write({ answer: currentTarget.value })}
        />
      </label>
      <label class="faq-answer">
        <span>{say.answerEn}</span>
        <textarea
          rows={3}
          lang="en"
          value={form.answerEn}
          onInput={({ currentTarget }) => writing.write({ answerEn: currentTarget.value })}
        />
      </label>
      <fieldset class="faq-valid">
        <legend>{say.valid}</legend>
        <label class="field">
          <span>{say.from}</span>
          <input
            type="date"
            value={form.from}
            max={form.until || undefined}
            onInput={({ currentTarget }) => writing.write({ from: currentTarget.value })}
          />
        </label>
        <label class="field">
          <span>{say.until}</span>
          <input
            type="date"
            value={form.until}
            min={form.from || undefined}
            onInput={({ currentTarget }) => writing.write({ until: currentTarget.value })}
          />
        </label>
        <p>{say.always}</p>
      </fieldset>
    </div>
  );
}
