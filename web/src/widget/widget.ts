import { type Language, preferred } from "../language";
import type { Message } from "../wire/shared";
import { Cell } from "./cell";
import { Events } from "./events";
import { Notices } from "./notices";
import { type Place, Session, type Visitor } from "./session";
import { DEFAULTS, load, type Settings } from "./settings";
import { Memory } from "./storage";

/** What is before the visitor. */
export interface Panel {
  open: boolean;
  /** A form over the stream. */
  sheet: "leave" | "rate" | "hours" | null;
  picture: { url: string; name: string } | null;
  /** What the page put into the box. */
  draft: string;
  /** What is wrong with what the visitor just did. */
  complaint: string;
  /** Whether the visitor has been asked what the shop would like to know. */
  introduced: boolean;
}

export type Theme = "auto" | "light" | "dark";

export interface Options extends Place, Visitor {
  language?: string | undefined;
  theme?: string | undefined;
  sound?: boolean;
}

/** Settings older than this are asked for again when somebody looks, in milliseconds: shops open and close. */
const FRESH = 60_000;

/** The widget without its looks: everything that views and the page's own script can do. */
export class Widget {
  readonly events = new Events();
  readonly settings = new Cell<Settings>(DEFAULTS);
  /** False until the settings came, or will not. */
  readonly ready = new Cell(false);
  readonly panel = new Cell<Panel>({
    open: false,
    sheet: null,
    picture: null,
    draft: "",
    complaint: "",
    introduced: false,
  });
  readonly language: Cell<string>;
  readonly theme: Cell<Theme>;
  readonly session: Cell<Session>;
  memory: Memory;
  private readonly notices: Notices;
  private asked = 0;
  private visitor: Visitor;

  constructor(private readonly options: Options) {
    const { customer, signature } = options;
    this.visitor = { customer, signature };
    this.language = new Cell(options.language ?? "");
    this.theme = new Cell(themeOf(options.theme));
    this.memory = this.remember();
    this.session = new Cell(this.meet());
    this.notices = new Notices(this);
    this.notices.follow(this.session.get());
    document.addEventListener("visibilitychange", this.look);
  }

  async start(): Promise<void> {
    await this.refresh();
    this.ready.set(true);
    this.resume();
    this.events.tell("ready");
  }

  open(): void {
    this.session.get().start();
    if (this.panel.get().open) return;
    this.panel.change({ open: true });
    this.refresh();
    this.events.tell("open");
  }

  close(): void {
    if (!this.panel.get().open) return;
    this.panel.change({ open: false, sheet: null, picture: null });
    this.events.tell("close");
  }

  /** A person, please; or the form, while nobody is there. */
  async person(): Promise<void> {
    await this.refresh();
    if (this.settings.get().open) this.session.get().ask({ type: "human" });
    else this.panel.change({ sheet: "leave" });
  }

  identify(visitor: Visitor): void {
    const { customer, signature } = visitor;
    if (customer === this.visitor.customer && signature === this.visitor.signature) return;
    this.session.get().end();
    this.visitor = { customer, signature };
    this.memory = this.remember();
    this.session.set(this.meet());
    this.notices.follow(this.session.get());
    if (this.panel.get().open) this.session.get().start();
    else this.resume();
  }

  shutdown(): void {
    this.session.get().end();
    // The next one at this machine is somebody else; a stranger's token is all that they have.
    if (this.visitor.customer !== undefined) this.memory.forget();
    this.notices.end();
    document.removeEventListener("visibilitychange", this.look);
  }

  /** The language that was asked for, else the shop's, the page's, the browser's. */
  speaks(): Language {
    const shop = this.settings.get().language;
    const wanted = [this.language.get(), shop === "auto" ? "" : shop, document.documentElement.lang];
    return preferred([...wanted, ...navigator.languages]);
  }

  get unread(): Cell<number> {
    return this.notices.unread;
  }

  get sounds(): boolean {
    return this.memory.get().sound ?? this.options.sound ?? false;
  }

  /** Where a file is, on our server and nowhere else. */
  file(path: string): string | undefined {
    return path.startsWith("/attachments/") ? this.at(path) : undefined;
  }

  /** An https address, or a path on our server. */
  logo(address: string | null): string | undefined {
    if (address === null || /^https:/i.test(address)) return address ?? undefined;
    return /^\/[^/\\]/.test(address) ? this.at(address) : undefined;
  }

  /** Asks how the shop stands, unless that was a moment ago. */
  private async refresh(): Promise<void> {
    if (Date.now() - this.asked < FRESH) return;
    this.asked = Date.now();
    const settings = await load(this.options.server, this.options.shop);
    if (settings !== undefined) this.settings.set(settings);
    else this.asked = 0;
  }

  /** Also where a proxy has the server below a path of its own. */
  private at(path: string): string {
    return new URL(path.slice(1), this.options.server).href;
  }

  private remember(): Memory {
    return new Memory(this.options.shop, this.visitor.customer);
  }

  private meet(): Session {
    const session = new Session(this.options, this.visitor, this.memory);
    session.onMessage = (message: Message) => this.notices.message(message);
    return session;
  }

  /** Who is in a conversation hears of it without having to open the panel; who left one yesterday begins anew. */
  private resume(): void {
    const { conversation, closed, heard = 0 } = this.memory.get();
    const session = this.session.get();
    if (conversation !== undefined && closed && Date.now() - heard > 12 * 3_600_000) {
      this.memory.change({ conversation: undefined });
    } else if ((conversation !== undefined && !closed) || session.talk.get().pending.length > 0) {
      session.start();
    }
  }

  private readonly look = (): void => {
    if (!document.hidden && this.panel.get().open) this.refresh();
  };
}

function themeOf(theme: string | undefined): Theme {
  return theme === "light" || theme === "dark" ? theme : "auto";
}
