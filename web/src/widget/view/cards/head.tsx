import { useState } from "preact/hooks";
import { useWidget } from "../context";
import { Icon, type IconName } from "../icon";

/** What it is, under which number, and how it stands. */
export function Head(props: {
  icon: IconName;
  title: string;
  what: string;
  number: string | null;
  status: string | null;
}) {
  const { icon, title, what, number, status } = props;
  const { texts } = useWidget();
  // Of a state that the widget does not know it says nothing.
  const state = texts.status[status ?? ""];
  return (
    <header class="card-head">
      <Icon name={icon} size={22} />
      <div>
        <b>{title}</b>
        {number !== null && <Copied what={what} text={number} />}
      </div>
      {state !== undefined && (
        <span class="state" data-state={status}>
          {state}
        </span>
      )}
    </header>
  );
}

/** A number with a button that copies it. */
function Copied({ what, text }: { what: string; text: string }) {
  const { texts } = useWidget();
  const [copied, setCopied] = useState(false);
  const press = async () => {
    await navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => {},
    );
    setTimeout(() => setCopied(false), 2_000);
  };
  return (
    <span class="copied">
      <span class="copied-number">{text}</span>
      {/* A page by plain http may not write to the clipboard. */}
      {navigator.clipboard !== undefined && (
        <button class="link" type="button" aria-label={texts.copy(what)} onClick={press}>
          <Icon name={copied ? "check" : "copy"} size={15} />
        </button>
      )}
      <span class="unseen" role="status">
        {copied ? texts.copied : ""}
      </span>
    </span>
  );
}
