import "./composer.css";
import { type ReadonlySignal, useComputed } from "@preact/signals";
import { language } from "../../language/chosen";
import { allowed, label } from "../actions/actions";
import { useUi } from "../page/context";
import type { Chat } from "../state/chat";
import { text } from "./text";
import { Writing } from "./writing";

/** Where the seat writes, or why it cannot. */
export function Composer({ chat }: { chat: ReadonlySignal<Chat> }) {
  const ui = useUi();
  const say = text[language.value];
  const ours = useComputed(() => ui.desk.takesPart(chat.value)).value;
  const mode = useComputed(() => chat.value.mode).value;
  const withheld = useComputed(() => chat.value.withheld).value;
  const noting = ui.noting.value;
  // Two boxes: what was meant for colleagues never stands where it goes to the customer.
  if (noting) return <Writing key="note" kind="note" chat={chat} ours={ours} />;
  if (ours) return <Writing key="say" kind="say" chat={chat} ours />;
  const primary = allowed(chat.value, ui.desk).find(({ name }) => name === "take" || name === "take-over");
  return (
    <div class="composer-closed">
      <span>{withheld ? say.withheld : say.notMine[mode]}</span>
      {!withheld && (
        <button type="button" class="button" onClick={() => ui.focusBox(true)}>
          {say.writeNote}
        </button>
      )}
      {primary !== undefined && (
        <button type="button" class="button primary" onClick={() => primary.run(chat.peek(), ui)}>
          <primary.icon size={16} aria-hidden="true" />
          {label(primary)}
        </button>
      )}
    </div>
  );
}
