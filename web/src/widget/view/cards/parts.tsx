import { useState } from "preact/hooks";
import { useWidget } from "../context";
import { Icon } from "../icon";

/** How things stand, in a word; of a state that the widget does not know it says nothing. */
export function State({ of }: { of: string | null }) {
  const { texts } = useWidget();
  const state = of === null ? undefined : texts.status[of];
  if (state === undefined) return null;
  return (
    <span class="state" data-state={of}>
      {state}
    </span>
  );
}

/** A number with a button that copies it. */
export function Copied({ what, text }: { what: string; text: string }) {
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
