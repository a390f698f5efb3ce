import { language } from "../../language/chosen";
import type { SeatHears } from "../../wire/seat";
import type { Desk } from "../desk/desk";
import { type Kind, settings } from "../settings/settings";
import { customerName } from "../words/person";
import { reasonWords } from "../words/reason";
import { play } from "./sound";

/** What is told for so long after a connection stands, or a chat is taken, happened before; in milliseconds. */
const CATCHING_UP = 1_500;

/** Makes heard what concerns the seat: sounds, and notifications while the page is hidden. */
export class News {
  private quietUntil = 0;

  constructor(private readonly open: (conversation: string) => void) {}

  readonly hear = (message: SeatHears, desk: Desk): void => {
    if (message.type === "welcome" || message.type === "taken") this.quietUntil = Date.now() + CATCHING_UP;
    if (Date.now() < this.quietUntil && message.type !== "offer") return;
    const kind = kindOf(message, desk);
    if (kind === null || !("conversation" in message) || message.conversation == null) return;
    play(kind);
    if (document.hidden) this.notify(kind, message, message.conversation, desk);
  };

  private notify(kind: Kind, message: SeatHears, conversation: string, desk: Desk): void {
    if (!settings.peek().notifications || !("Notification" in globalThis)) return;
    if (Notification.permission !== "granted" || kind === "queue") return;
    const chat = desk.chats.of(conversation).peek();
    const body =
      message.type === "message" ? message.text : message.type === "offer" ? reasonWords(message.reason) : "";
    const title = `${customerName(chat.customer)} · ${TITLES[kind][language.peek() === "en" ? 1 : 0]}`;
    const notification = new Notification(title, { body: body.slice(0, 120), tag: conversation });
    notification.onclick = () => {
      focus();
      notification.close();
      this.open(conversation);
    };
  }
}

const TITLES: Record<Kind, [string, string]> = {
  offer: ["等您接入", "is offered to you"],
  message: ["发来消息", "wrote"],
  queue: ["开始排队", "waits"],
  reminder: ["还在等您回复", "waits for your answer"],
};

function kindOf(message: SeatHears, desk: Desk): Kind | null {
  switch (message.type) {
    case "offer":
      return "offer";
    case "waiting":
      return "queue";
    case "reminder":
      return "reminder";
    case "message":
    case "attachment": {
      const ours = desk.takesPart(desk.chats.of(message.conversation).peek());
      const before = desk.shown.peek() === message.conversation && !document.hidden;
      return message.by === "customer" && ours && !before ? "message" : null;
    }
    default:
      return null;
  }
}
