import "./fields.css";
import { language } from "../../language/chosen";
import type { FaqEntry } from "../../wire/inbox";
import { problems } from "./form";
import { inFile } from "./in-file";
import { Questions } from "./questions";
import { text } from "./text";
import type { Writing } from "./use-form";

/** What is written of an entry, new or old. */
export function Fields({ writing, entry }: { writing: Writing; entry?: FaqEntry }) {
  const say = text[language.value];
  const form = writing.form.value;
  const wordings = entry?.answers?.length ?? 1;
  return (
    <div class="faq-fields">
      <Questions questions={form.questions} onChange={(questions) => writing.write({ questions })} />
      <div class="faq-answer">
        <label>
          <span>{say.answer}</span>
          <textarea
            rows={4}
            value={form.answer}
            onInput={({ currentTarget }) => writing.write({ answer: currentTarget.value })}
          />
        </label>
        {entry !== undefined && wordings > 1 && (
          <a href={inFile(entry, "answer")}>{say.wordings(wordings)}</a>
        )}
      </div>
      <div class="faq-answer">
        <label>
          <span>{say.answerEn}</span>
          <textarea
            rows={3}
            lang="en"
            value={form.answerEn}
            onInput={({ currentTarget }) => writing.write({ answerEn: currentTarget.value })}
          />
        </label>
      </div>
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
      <div class="faq-shops">
        <label>
          <span>{say.shops}</span>
          <input
            value={form.shops}
            placeholder={say.allShops}
            aria-invalid={problems(form).includes("bad_shop")}
            aria-describedby="faq-shops-about"
            spellcheck={false}
            autocapitalize="none"
            onInput={({ currentTarget }) => writing.write({ shops: currentTarget.value })}
          />
        </label>
        <p id="faq-shops-about">{say.shopsAbout}</p>
      </div>
    </div>
  );
}
