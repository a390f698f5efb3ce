import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { useCell } from "../cell";
import { isSaid } from "../talk/state";
import { useWidget } from "./context";
import { Icon } from "./icon";

/** The button at the edge of the page, with how much waits, and what came last. */
export function Launcher() {
  const { widget, texts, phone } = useWidget();
  const { open } = useCell(widget.panel);
  const unread = useCell(widget.unread);
  const button = useRef<HTMLButtonElement>(null);
  const was = useRef(open);
  useLayoutEffect(() => {
    if (was.current && !open) button.current?.focus({ preventScroll: true });
    was.current = open;
  }, [open]);
  const waiting = unread > 0 ? texts.unread(unread) : "";
  const name = open ? texts.close : [texts.launcher || texts.title, waiting].filter(Boolean).join("，");
  return (
    <>
      {!open && unread > 0 && <Preview />}
      <button
        ref={button}
        class="launcher"
        type="button"
        hidden={open && phone}
        aria-label={name}
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => (open ? widget.close() : widget.open())}
      >
        <Icon name={open ? "down" : "chat"} size={26} />
        {texts.launcher !== "" && !open && <span class="launcher-text">{texts.launcher}</span>}
        {unread > 0 && <span class="badge">{unread > 99 ? "99+" : unread}</span>}
      </button>
      <span class="unseen" role="status">
        {open ? "" : waiting}
      </span>
    </>
  );
}

/** The last words that came, until they are read or waved away. */
function Preview() {
  const { widget, session, texts } = useWidget();
  const talk = useCell(session.talk);
  const said = talk.entries.findLast((entry) => isSaid(entry) && entry.by !== "customer");
  const [away, setAway] = useState<number>();
  const seq = said?.seq;
  useEffect(() => setAway((away) => (away === seq ? away : undefined)), [seq]);
  if (said === undefined || away === seq) return null;
  const who = "by" in said && said.by === "seat" ? (talk.name ?? texts.seat) : texts.bot;
  return (
    <div class="preview">
      <button class="preview-text" type="button" onClick={() => widget.open()}>
        <b>{who}</b>
        <span>{said.type === "message" ? said.text : said.type === "attachment" ? said.name : ""}</span>
      </button>
      <button class="round" type="button" aria-label={texts.close} onClick={() => setAway(seq)}>
        <Icon name="close" size={16} />
      </button>
    </div>
  );
}
