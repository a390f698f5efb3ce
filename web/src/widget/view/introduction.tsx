import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { useCell } from "../cell";
import { type Field, inLanguage } from "../settings";
import { useWidget } from "./context";

/** What the shop would like to know before the first message. */
export function Introduction() {
  const { widget, session, settings, texts } = useWidget();
  const talk = useCell(session.talk);
  const [done, setDone] = useState(widget.memory.get().introduced === true);
  const [wrong, setWrong] = useState<Record<string, string>>({});
  const fields = settings.pre_chat;
  if (done || fields.length === 0 || talk.entries.length + talk.pending.length > 0) return null;
  const submit = (event: JSX.TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const said = fields.map((field) => [field.name, String(form.get(field.name)).trim()] as const);
    const complaints = fields.map(
      (field, at) => [field.name, complaint(field, said[at]?.[1] ?? "")] as const,
    );
    const found = Object.fromEntries(complaints.filter(([, text]) => text !== ""));
    setWrong(found);
    if (Object.keys(found).length > 0) return;
    const filled = Object.fromEntries(said.filter(([, value]) => value !== ""));
    const nothing = Object.keys(filled).length === 0;
    if (nothing || session.tell({ type: "introduce", fields: filled })) setDone(true);
  };
  return (
    <form class="ask form" noValidate onSubmit={submit}>
      <b>{texts.introduce}</b>
      {fields.map((field) => (
        <Asked key={field.name} field={field} wrong={wrong[field.name]} />
      ))}
      <div class="row">
        <button class="primary" type="submit">
          {texts.start}
        </button>
        {fields.every((field) => !field.required) && (
          <button class="secondary" type="button" onClick={() => setDone(true)}>
            {texts.skip}
          </button>
        )}
      </div>
    </form>
  );

  function complaint({ kind, required }: Field, value: string): string {
    if (value === "") return required ? texts.required : "";
    if (kind === "phone" && !/^[+\d][\d\s-]{4,20}$/.test(value)) return texts.badPhone;
    if (kind === "email" && !/^\S+@\S+\.\S+$/.test(value)) return texts.badEmail;
    return "";
  }
}

const KINDS = { text: "text", phone: "tel", email: "email" } as const;

function Asked({ field, wrong }: { field: Field; wrong: string | undefined }) {
  const { formats } = useWidget();
  const { name, kind, required, title } = field;
  return (
    <label>
      <span>
        {inLanguage(title, formats.language)}
        {required && <span aria-hidden="true"> *</span>}
      </span>
      <input
        name={name}
        type={KINDS[kind]}
        autocomplete={kind === "text" ? "off" : KINDS[kind]}
        maxLength={80}
        required={required}
        aria-invalid={wrong !== undefined}
      />
      {wrong !== undefined && (
        <span class="complaint" role="alert">
          {wrong}
        </span>
      )}
    </label>
  );
}
