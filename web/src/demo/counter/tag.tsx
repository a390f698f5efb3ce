import { useSignal } from "@preact/signals";
import { Check, Copy } from "lucide-preact";
import { language } from "../../language/chosen";
import { text } from "../text";

/** How long the button says that it has copied, in milliseconds. */
const SAID = 2000;

/** The one line that brings the widget into a page. */
export function Tag() {
  const copied = useSignal(false);
  const say = text[language.value].counter.embed;
  const tag = `<script src="${location.origin}/widget.js" data-shop="demo" async></script>`;
  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(tag);
    } catch {
      // It stands there to be selected.
      return;
    }
    copied.value = true;
    setTimeout(() => {
      copied.value = false;
    }, SAID);
  }
  return (
    <div class="tag">
      <code>{tag}</code>
      <button type="button" onClick={copy}>
        {copied.value ? <Check size={14} aria-hidden="true" /> : <Copy size={14} aria-hidden="true" />}
        <span aria-live="polite">{copied.value ? say.copied : say.copy}</span>
      </button>
    </div>
  );
}
