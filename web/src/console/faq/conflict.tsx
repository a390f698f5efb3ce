import "./conflict.css";
import { language } from "../../language/chosen";
import { text } from "./text";
import type { Writing } from "./use-form";

/** What a colleague saved and what was typed here, side by side. */
export function Conflict({ writing }: { writing: Writing }) {
  const say = text[language.value];
  const conflict = writing.conflicts.value;
  if (conflict === null) return null;
  return (
    <div class="faq-conflict" role="alert">
      <strong>{say.conflict}</strong>
      {conflict.fields.map((field) => (
        <section key={field}>
          <h4>{say.fields[field]}</h4>
          {(["theirs", "mine"] as const).map((whose) => (
            <div key={whose}>
              <span>{say[whose]}</span>
              <p>{(whose === "mine" ? writing.form.value : conflict.theirs)[field] || say.empty}</p>
              <button type="button" class="button" onClick={() => writing.settle(field, whose)}>
                {whose === "mine" ? say.takeMine : say.takeTheirs}
              </button>
            </div>
          ))}
        </section>
      ))}
    </div>
  );
}
