import type { JSX } from "preact";
import { useCell } from "../cell";
import { type Field, inLanguage } from "../settings";
import { useWidget } from "./context";

/** What the shop would like to know before the first message; null once it was asked. */
export function useQuestions(): Field[] | null {
  const { widget, session, settings } = useWidget();
  const { introduced } = useCell(widget.panel);
  const talk = useCell(session.talk);
  const done = introduced || widget.memory.get().introduced === true;
  const begun = talk.entries.length + talk.pending.length > 0;
  return done || begun || settings.pre_chat.length === 0 ? null : settings.pre_chat;
}

export function Introduction() {
  const { widget, session, texts } = useWidget();
  const fields = useQuestions();
  if (fields === null) return null;
  const done = () => widget.panel.change({ introduced: true });
  const submit = (event: JSX.TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const said = [...new FormData(event.currentTarget)].map(([name, value]) => [name, String(value).trim()]);
    const filled = said.filter(([, value]) => value !== "");
    if (filled.length > 0) session.introduce(Object.fromEntries(filled));
    done();
  };
  return (
    <form class="ask form" onSubmit={submit}>
      <b>{texts.introduce}</b>
      {fields.map((field) => (
        <Asked key={field.name} field={field} />
      ))}
      <div class="row">
        <button class="primary" type="submit">
          {texts.start}
        </button>
        {fields.every((field) => !field.required) && (
          <button class="secondary" type="button" onClick={done}>
            {texts.skip}
          </button>
        )}
      </div>
    </form>
  );
}

const KINDS = { text: "text", phone: "tel", email: "email" } as const;

function Asked({ field: { name, kind, required, title } }: { field: Field }) {
  const { formats } = useWidget();
  return (
    <label>
      <span>
        {inLanguage(title, formats.language)}
        {required && <span aria-hidden="true"> *</span>}
      </span>
      <input
        name={name}
        type={KINDS[kind]}
        pattern={kind === "phone" ? "[+\\d][\\d \\-]{4,20}" : undefined}
        maxLength={80}
        required={required}
      />
    </label>
  );
}
