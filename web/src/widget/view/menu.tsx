import { useRef, useState } from "preact/hooks";
import { useCell } from "../cell";
import { isServed } from "../talk/state";
import { useWidget } from "./context";
import { Icon, type IconName } from "./icon";

/** What is not needed every time: a button that unfolds others. */
export function Menu() {
  const { widget, session, settings, texts } = useWidget();
  const talk = useCell(session.talk);
  const [open, setOpen] = useState(false);
  const [sound, setSound] = useState(widget.sounds);
  const box = useRef<HTMLDivElement>(null);
  const item = (icon: IconName, sheet: "leave" | "rate" | "hours") => (
    <button
      type="button"
      onClick={() => {
        setOpen(false);
        widget.panel.change({ sheet });
      }}
    >
      <Icon name={icon} size={18} />
      {texts[sheet]}
    </button>
  );
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape and leaving it fold what its button unfolds.
    <div
      ref={box}
      class="menu"
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !open) return;
        event.preventDefault();
        setOpen(false);
        box.current?.querySelector("button")?.focus();
      }}
      onFocusOut={({ relatedTarget }) => {
        if (!box.current?.contains(relatedTarget as Node | null)) setOpen(false);
      }}
    >
      <button
        class="round"
        type="button"
        aria-label={texts.menu}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <Icon name="more" />
      </button>
      {open && (
        <div class="menu-items">
          {isServed(talk) && item("star", "rate")}
          {item("pen", "leave")}
          {settings.hours.length > 0 && item("clock", "hours")}
          <button
            type="button"
            aria-pressed={sound}
            onClick={() => {
              widget.memory.change({ sound: !sound });
              setSound(!sound);
            }}
          >
            <Icon name="bell" size={18} />
            {texts.sound}
            {sound && <Icon name="check" size={16} />}
          </button>
        </div>
      )}
    </div>
  );
}
