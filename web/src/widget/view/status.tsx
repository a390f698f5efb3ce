import { useEffect, useState } from "preact/hooks";
import { useCell } from "../cell";
import type { Talk } from "../talk/state";
import { useWidget } from "./context";
import { Icon } from "./icon";

/** The way to a person, in sight whatever happens: a button, then the place in the queue, then who it is. */
export function Status() {
  const { session } = useWidget();
  const talk = useCell(session.talk);
  switch (talk.mode) {
    case "human":
      return null;
    case "waiting":
      return <Waiting talk={talk} />;
    case "bot":
    case "closed":
      return <Person />;
  }
}

function Person() {
  const { widget, session, settings, texts, formats } = useWidget();
  const standing = useCell(session.standing);
  const [asked, setAsked] = useState(false);
  useEffect(() => {
    if (!asked) return;
    const over = setTimeout(() => setAsked(false), 5_000);
    return () => clearTimeout(over);
  }, [asked]);
  const { open, opens_at } = settings;
  const { entries } = useCell(session.talk);
  const modes = entries.filter((entry) => entry.type === "mode");
  const nobodyCame = open && modes.at(-1)?.mode === "bot" && modes.at(-2)?.mode === "waiting";
  const ask = () => {
    setAsked(open);
    widget.person();
  };
  return (
    <div class="status">
      <button class="chip" type="button" disabled={asked || standing !== "open"} onClick={ask}>
        <Icon name="person" size={18} />
        {texts.person}
      </button>
      {nobodyCame && (
        <button class="chip" type="button" onClick={() => widget.panel.change({ sheet: "leave" })}>
          <Icon name="pen" size={18} />
          {texts.leave}
        </button>
      )}
      {!open && (
        <small>{texts.personClosed(opens_at === null ? null : formats.moment(Date.parse(opens_at)))}</small>
      )}
    </div>
  );
}

function Waiting({ talk: { queue } }: { talk: Talk }) {
  const { texts } = useWidget();
  const minutes = queue?.eta == null ? null : Math.max(1, Math.ceil(queue.eta / 60));
  return (
    <div class="status queue" role="status">
      <span class="pulse" aria-hidden="true" />
      <b>{queue === null ? texts.waiting : texts.queued(queue.position)}</b>
      <span>{minutes === null ? texts.etaUnknown : texts.eta(minutes)}</span>
    </div>
  );
}
