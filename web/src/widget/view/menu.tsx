import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { useCell } from "../cell";
import { isServed } from "../talk/state";
import { useWidget } from "./context";
import { Icon, type IconName } from "./icon";

/** What is not needed every time. */
export function Menu() {
  const { widget, session, settings, texts } = useWidget();
  const talk = useCell(session.talk);
  const [open, setOpen] = useState(false);
  const [sound, setSound] = useState(widget.sounds);
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (open) menu.current?.querySelector("button")?.focus();
  }, [open]);
  const done = (then: () => void) => () => {
    setOpen(false);
    button.current?.focus();
    then();
  };
  const sheet = (sheet: "leave" | "rate" | "hours") => done(() => widget.panel.change({ sheet }));
  const onKeyDown = (event: JSX.TargetedKeyboardEvent<HTMLElement>) => {
    const items = [...(menu.current?.querySelectorAll("button") ?? [])];
    const at = items.findIndex((item) => item.matches(":focus"));
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (event.key === "Escape") done(() => {})();
    else if (event.key === "Tab") setOpen(false);
    else if (to !== undefined) items.at(to % items.length)?.focus();
    if (event.key === "Escape" || to !== undefined) event.preventDefault();
  };
  const onBlur = (event: JSX.TargetedFocusEvent<HTMLElement>) => {
    if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOpen(false);
  };
  return (
    <div class="menu" onFocusOut={onBlur}>
      <button
        ref={button}
        class="round"
        type="button"
        aria-label={texts.menu}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <Icon name="more" />
      </button>
      {open && (
        <div ref={menu} class="menu-items" role="menu" tabIndex={-1} onKeyDown={onKeyDown}>
          {isServed(talk) && <Item icon="star" text={texts.rate} onClick={sheet("rate")} />}
          <Item icon="pen" text={texts.leave} onClick={sheet("leave")} />
          {settings.hours.length > 0 && <Item icon="clock" text={texts.hours} onClick={sheet("hours")} />}
          <button
            type="button"
            role="menuitemcheckbox"
            aria-checked={sound}
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

function Item({ icon, text, onClick }: { icon: IconName; text: string; onClick: () => void }) {
  return (
    <button type="button" role="menuitem" onClick={onClick}>
      <Icon name={icon} size={18} />
      {text}
    </button>
  );
}
