import type { Message } from "../wire/shared";
import { Cell } from "./cell";
import type { Session } from "./session";
import { type Talk, unread } from "./talk/state";
import { chime } from "./tone";
import type { Widget } from "./widget";

/** How a visitor who looks elsewhere learns of what came: the badge, the page's title, a preview, a tone, the page's listeners. */
export class Notices {
  readonly unread = new Cell(0);
  private stop = () => {};
  private mode = "bot";
  /** The page's own title, and ours in its place. */
  private title: { page: string; ours: string } | undefined;

  constructor(private readonly widget: Widget) {
    document.addEventListener("visibilitychange", this.look);
    widget.panel.watch(this.look);
  }

  follow(session: Session): void {
    this.stop();
    this.mode = "bot";
    this.take(session.talk.get());
    this.stop = session.talk.watch((talk) => this.take(talk));
  }

  message({ by, name, text, at }: Message): void {
    this.widget.events.tell("message", { by, name: name ?? null, text, at });
    if (by !== "customer" && !this.isSeen() && this.widget.sounds) chime();
  }

  end(): void {
    this.stop();
    document.removeEventListener("visibilitychange", this.look);
    this.name(0);
  }

  private take(talk: Talk): void {
    if (talk.mode !== this.mode) {
      this.mode = talk.mode;
      this.widget.events.tell("mode", { mode: talk.mode, name: talk.name });
    }
    const last = talk.entries.at(-1);
    if (last?.type === "rated" && talk.rated && last !== this.rated) {
      this.rated = last;
      this.widget.events.tell("rated", { score: last.score });
    }
    if (this.isSeen()) this.widget.session.get().see();
    const count = this.isSeen() ? 0 : unread(talk);
    if (count !== this.unread.get()) {
      this.unread.set(count);
      this.widget.events.tell("unread", { count });
    }
    this.name(count);
  }

  private rated: unknown;

  private isSeen(): boolean {
    return this.widget.panel.get().open && !document.hidden;
  }

  private readonly look = (): void => this.take(this.widget.session.get().talk.get());

  /** A page in the background says in its title how many wait; its own one comes back. */
  private name(count: number): void {
    if (this.title !== undefined && document.title === this.title.ours) document.title = this.title.page;
    this.title = undefined;
    if (count === 0 || !document.hidden) return;
    const page = document.title;
    this.title = { page, ours: `(${count}) ${page}` };
    document.title = this.title.ours;
  }
}
