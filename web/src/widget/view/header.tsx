import { useCell } from "../cell";
import { useWidget } from "./context";
import { Face } from "./face";
import { Icon } from "./icon";
import { Menu } from "./menu";

/** Whose desk this is, who speaks, and whether one is heard. */
export function Header() {
  const { widget, session, texts } = useWidget();
  const talk = useCell(session.talk);
  const standing = useCell(session.standing);
  return (
    <header class="header">
      <Face by={talk.mode === "human" ? "seat" : "bot"} name={talk.name} />
      <div class="who">
        <h2 tabIndex={-1}>{texts.title}</h2>
        <p role="status" data-standing={standing}>
          {says()}
        </p>
      </div>
      <Menu />
      <button class="round" type="button" aria-label={texts.close} onClick={() => widget.close()}>
        <Icon name="close" />
      </button>
    </header>
  );

  function says(): string {
    if (standing === "lost" || (standing === "connecting" && talk.last > 0)) return texts.lost;
    if (standing === "ended") return texts.ended;
    if (standing === "connecting") return texts.connecting;
    if (talk.mode === "human") return texts.withSeat(talk.name ?? texts.seat);
    return talk.entries.length === 0 ? texts.subtitle : texts.withBot;
  }
}
