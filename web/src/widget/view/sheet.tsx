import { useEffect, useRef } from "preact/hooks";
import type { Panel } from "../widget";
import { useWidget } from "./context";
import { Hours } from "./hours";
import { Icon } from "./icon";
import { LeaveMessage } from "./leave_message";
import { Rating } from "./rating";

/** A form in the place of the stream, with the way back. */
export function Sheet({ sheet }: { sheet: NonNullable<Panel["sheet"]> }) {
  const { widget, texts } = useWidget();
  const back = useRef<HTMLButtonElement>(null);
  const close = () => widget.panel.change({ sheet: null });
  useEffect(() => back.current?.focus(), []);
  return (
    <section class="sheet" aria-labelledby="sheet">
      <header>
        <button ref={back} class="round" type="button" aria-label={texts.close} onClick={close}>
          <Icon name="back" />
        </button>
        <h3 id="sheet">{texts[sheet]}</h3>
      </header>
      {sheet === "leave" && <LeaveMessage onDone={close} />}
      {sheet === "rate" && <Rating onDone={close} />}
      {sheet === "hours" && <Hours />}
    </section>
  );
}
