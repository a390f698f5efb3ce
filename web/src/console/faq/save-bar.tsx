import "./save-bar.css";
import type { ComponentChildren } from "preact";
import { Keys } from "../../design/key/key";
import { language } from "../../language/chosen";
import { problems } from "./form";
import { text } from "./text";
import type { Writing } from "./use-form";

export interface SaveBarProps {
  writing: Writing;
  saving: boolean;
  /** What stands in the way besides. */
  problem?: string | null;
  onSave(): void;
  children?: ComponentChildren;
}

/** Under the form: what is wrong with it, and the button that saves it. */
export function SaveBar({ writing, saving, problem = null, onSave, children }: SaveBarProps) {
  const say = text[language.value];
  const dirty = writing.dirty.value;
  const [first] = problems(writing.form.value);
  const wrong = dirty ? (problem ?? (first === undefined ? null : say.problems[first])) : null;
  const may = dirty && wrong === null && writing.conflicts.value === null && !saving;
  return (
    <div class="faq-save">
      <p role="status" class={wrong === null ? "" : "wrong"}>
        {wrong ?? (dirty ? say.changed : "")}
      </p>
      <div>
        {children}
        {dirty && (
          <button type="button" class="button quiet" onClick={writing.drop}>
            {say.reset}
          </button>
        )}
        <button type="button" class="button primary" disabled={!may} onClick={onSave}>
          {say.save}
          <Keys keys="Mod+S" />
        </button>
      </div>
    </div>
  );
}
