import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { useCell } from "../cell";
import { useWidget } from "./context";

/** A message for those who come tomorrow. It is done when the server has told it back. */
export function LeaveMessage({ onDone }: { onDone: () => void }) {
  const { session, settings, texts } = useWidget();
  const talk = useCell(session.talk);
  const refusal = useCell(session.refusal);
  const [sending, setSending] = useState(false);
  const left = talk.entries.filter((entry) => entry.type === "left_message").length;
  const before = useRef(left);
  // What was refused before is not about this form.
  useEffect(() => session.refusal.set(null), [session]);
  useEffect(() => {
    if (left > before.current) onDone();
  }, [left, onDone]);
  useEffect(() => {
    if (refusal !== null) setSending(false);
  }, [refusal]);
  useEffect(() => {
    if (!sending) return;
    const late = setTimeout(() => setSending(false), 10_000);
    return () => clearTimeout(late);
  }, [sending]);
  const submit = (event: JSX.TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const contact = String(form.get("contact")).trim();
    const said = session.ask({
      type: "leave_message",
      text: String(form.get("text")).trim(),
      ...(contact === "" ? {} : { contact: { [contact.includes("@") ? "email" : "phone"]: contact } }),
    });
    if (said) setSending(true);
    else session.refusal.set("offline");
  };
  return (
    <form class="form" onSubmit={submit}>
      {!settings.open && <p class="muted">{texts.offline}</p>}
      <label>
        {texts.leaveText}
        <textarea name="text" rows={5} required maxLength={settings.message_characters} />
      </label>
      <label>
        {texts.leaveContact}
        <input name="contact" maxLength={80} placeholder={texts.leaveContactHint} autocomplete="tel" />
      </label>
      {refusal !== null && (
        <p class="complaint" role="alert">
          {texts.errors[refusal] ?? texts.failed}
        </p>
      )}
      <button class="primary" type="submit" disabled={sending}>
        {texts.submit}
      </button>
    </form>
  );
}
