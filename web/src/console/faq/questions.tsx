import "./questions.css";
import { useSignal } from "@preact/signals";
import { ClipboardPaste, X } from "lucide-preact";
import { useRef } from "preact/hooks";
import { IconButton } from "../../design/button/icon-button";
import { language } from "../../language/chosen";
import { pasted } from "./form";
import { text } from "./text";

export interface QuestionsProps {
  questions: readonly string[];
  onChange(questions: readonly string[]): void;
}

/** The wordings of a question: each can go, one can come, and many at once. */
export function Questions({ questions, onChange }: QuestionsProps) {
  const say = text[language.value];
  const words = useSignal("");
  const pasting = useSignal(false);
  const list = useRef<HTMLUListElement>(null);
  const known = questions.includes(words.value.trim());

  function add(event: Event): void {
    event.preventDefault();
    const fresh = words.value.trim();
    if (fresh === "" || known) return;
    onChange([...questions, fresh]);
    words.value = "";
    requestAnimationFrame(() => list.current?.lastElementChild?.scrollIntoView({ block: "nearest" }));
  }

  return (
    <fieldset class="faq-questions">
      <legend>
        {say.questions} <span>{questions.length}</span>
      </legend>
      <p>{say.questionsAbout}</p>
      <ul ref={list}>
        {questions.map((question) => (
          <li key={question}>
            <span>{question}</span>
            <IconButton
              icon={X}
              label={say.removeQuestion(question)}
              danger
              onClick={() => onChange(questions.filter((one) => one !== question))}
            />
          </li>
        ))}
      </ul>
      {pasting.value ? (
        <Paste
          questions={questions}
          onTake={(fresh) => {
            onChange([...questions, ...fresh]);
            pasting.value = false;
          }}
          onCancel={() => {
            pasting.value = false;
          }}
        />
      ) : (
        <div class="add">
          <input
            aria-label={say.addQuestion}
            placeholder={say.addQuestion}
            value={words.value}
            aria-invalid={known}
            onInput={({ currentTarget }) => {
              words.value = currentTarget.value;
            }}
            onKeyDown={(event) => {
              if (event.key === "Enter" && !event.isComposing) add(event);
            }}
          />
          <button type="button" class="button" disabled={words.value.trim() === "" || known} onClick={add}>
            {say.addButton}
          </button>
          <button
            type="button"
            class="button quiet"
            onClick={() => {
              pasting.value = true;
            }}
          >
            <ClipboardPaste size={16} aria-hidden="true" />
            {say.paste}
          </button>
          <p role="status">{known && say.duplicate}</p>
        </div>
      )}
    </fieldset>
  );
}

interface PasteProps {
  questions: readonly string[];
  onTake(fresh: string[]): void;
  onCancel(): void;
}

function Paste({ questions, onTake, onCancel }: PasteProps) {
  const say = text[language.value];
  const words = useSignal("");
  const { fresh, known } = pasted(words.value, questions);
  return (
    <div class="paste">
      <textarea
        rows={5}
        aria-label={say.pasteAbout}
        placeholder={say.pasteAbout}
        // biome-ignore lint/a11y/noAutofocus: It was asked for a moment ago.
        autoFocus
        value={words.value}
        onInput={({ currentTarget }) => {
          words.value = currentTarget.value;
        }}
      />
      <div>
        <button type="button" class="button" disabled={fresh.length === 0} onClick={() => onTake(fresh)}>
          {say.pasteTake(fresh.length, known)}
        </button>
        <button type="button" class="button quiet" onClick={onCancel}>
          {say.cancel}
        </button>
      </div>
    </div>
  );
}
