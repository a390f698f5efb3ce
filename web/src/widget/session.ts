import { Connection, type Standing } from "../wire/connection";
import type { Choice, Message } from "../wire/shared";
import type { VisitorHears, VisitorSays } from "../wire/visitor";
import { Cell } from "./cell";
import { Outbox } from "./outbox";
import { Preview } from "./preview";
import type { Memory } from "./storage";
import { fold } from "./talk/fold";
import { NOTHING, type Talk } from "./talk/state";

export interface Visitor {
  customer?: string | undefined;
  signature?: string | undefined;
}

export interface Place {
  /** Where `/widget.js` came from. */
  server: URL;
  shop: string;
}

type Timer = ReturnType<typeof setTimeout> | undefined;

/** What comes within this time is shown at once, in milliseconds. */
const TOGETHER = 16;
/** A seat that writes says so again within this time. */
const TYPING = 6_000;
/** Who was refused so often stays away. */
const STARTS = 3;

/** A visitor's side of the socket. */
export class Session {
  readonly talk: Cell<Talk>;
  readonly standing = new Cell<Standing | "idle">("idle");
  /** The code of what was refused last, apart from messages. */
  readonly refusal = new Cell<string | null>(null);
  readonly outbox: Outbox;
  /** What was not there when the page was, or was away for a moment. */
  onMessage: (message: Message) => void = () => {};

  private connection: Connection | undefined;
  private welcomed = false;
  private starts = 0;
  /** Up to where the last welcome told of the past. */
  private past = { conversation: "", seq: 0 };
  private heard: VisitorHears[] = [];
  private flushing: Timer;
  private typing: Timer;
  private seen = 0;
  /** What the visitor said of themselves, until the server has told it. */
  private introduction: Record<string, string> | undefined;
  private readonly preview = new Preview((says) => this.tell(says));

  constructor(
    private readonly place: Place,
    private visitor: Visitor,
    private readonly memory: Memory,
  ) {
    this.talk = new Cell<Talk>({ ...NOTHING, pending: memory.pending() });
    const line = {
      tell: (says: VisitorSays) => this.tellWho() && this.tell(says),
      renew: () => this.welcomed && this.connection?.renew(),
      destination: () => this.destination(),
    };
    this.outbox = new Outbox(this.talk, line, memory);
  }

  /** Opens the socket, unless it is. A page that nobody chats on holds none. */
  start(): void {
    if (this.connection !== undefined) return;
    try {
      this.connection = new Connection({
        url: () => this.url(),
        hello: () => this.hello(),
        hear: (message) => this.hear(message as VisitorHears),
        stand: (standing, code) => this.stand(standing, code),
      });
    } catch (error) {
      // A page by https with a server by http: the browser refuses to try.
      console.error("xiaoer", error);
      this.standing.set("ended");
    }
  }

  end(): void {
    this.connection?.end();
    this.outbox.end();
    this.preview.end();
    clearTimeout(this.flushing);
    clearTimeout(this.typing);
  }

  say(text: string): void {
    this.start();
    this.outbox.add({ kind: "words", text });
    this.preview.forget();
  }

  choose({ title, value }: Choice): void {
    this.outbox.add({ kind: "choice", title, value });
  }

  sendFile(file: File): void {
    const picture = file.type.startsWith("image/") ? URL.createObjectURL(file) : null;
    this.outbox.add({ kind: "file", name: file.name, bytes: file.size, picture, progress: 0 }, file);
  }

  /** What is in the box, for the person who waits for it. */
  type(text: string): void {
    if (this.talk.get().mode === "human") this.preview.show(text);
  }

  /** Who the visitor is. It is told with the first words, since it would begin a conversation. */
  introduce(fields: Record<string, string>): void {
    this.introduction = fields;
  }

  /** Something that is said once: whether it went out. What was refused of it is in `refusal`. */
  ask(says: VisitorSays): boolean {
    this.refusal.set(null);
    return this.tellWho() && this.tell(says);
  }

  /** The visitor looks at the end of the talk. */
  see(): void {
    const { read, entries } = this.talk.get();
    const seq = entries.findLast((entry) => "by" in entry && entry.by !== "customer")?.seq ?? 0;
    if (seq > Math.max(read.customer, this.seen) && this.tell({ type: "read", seq })) this.seen = seq;
  }

  private tell(says: VisitorSays): boolean {
    return this.welcomed && this.connection?.say(says) === true;
  }

  private tellWho(): boolean {
    const fields = this.introduction;
    return fields === undefined ? this.welcomed : this.tell({ type: "introduce", fields });
  }

  private destination() {
    const { token } = this.memory.get();
    return this.welcomed && token !== undefined ? { ...this.place, token } : undefined;
  }

  private url(): string {
    const url = new URL("ws/visitor", this.place.server);
    url.protocol = url.protocol.replace("http", "ws");
    url.searchParams.set("shop", this.place.shop);
    return url.href;
  }

  private hello(): VisitorSays {
    const { conversation, last } = this.talk.get();
    const { customer, signature } = this.visitor;
    const { token, conversation: remembered } = this.memory.get();
    const after = last > 0 ? last : undefined;
    const known = { token, customer, signature, conversation: conversation ?? remembered, after };
    // What is undefined is not in JSON either.
    return { type: "hello", ...known } as VisitorSays;
  }

  private stand(standing: Standing, code?: number): void {
    if (standing !== "open") this.welcomed = false;
    // Open to those who are welcome; until then it comes about.
    this.standing.set(standing === "open" ? "connecting" : standing);
    const refused = standing === "ended" && (code === 4001 || code === 4003);
    if (!refused || this.starts >= STARTS) return;
    // What was refused is forgotten by now: as somebody new.
    this.starts += 1;
    this.connection = undefined;
    this.start();
  }

  private hear(heard: VisitorHears): void {
    this.heard.push(heard);
    if (heard.type === "welcome" || heard.type === "error") this.flush();
    else this.flushing ??= setTimeout(() => this.flush(), TOGETHER);
  }

  private flush(): void {
    clearTimeout(this.flushing);
    this.flushing = undefined;
    const heard = this.heard;
    this.heard = [];
    let talk = this.talk.get();
    const fresh: Message[] = [];
    for (const one of heard) {
      const before = talk;
      talk = fold(talk, one);
      if (one.type === "welcome") this.past = pastOf(before, one);
      if (one.type === "message" && talk.last > before.last && !this.isPast(talk)) fresh.push(one);
    }
    this.talk.set(talk);
    for (const one of heard) this.react(one);
    for (const message of fresh) this.onMessage(message);
  }

  private isPast({ conversation, last }: Talk): boolean {
    return conversation === this.past.conversation && last <= this.past.seq;
  }

  private react(heard: VisitorHears): void {
    switch (heard.type) {
      case "welcome":
        this.welcome(heard);
        break;
      case "error":
        this.refuse(heard.code, heard.client_id);
        break;
      case "opened":
        this.seen = 0;
        this.memory.change({ conversation: heard.conversation, closed: false, heard: Date.now() });
        break;
      case "message":
        this.memory.change({ heard: Date.now() });
        break;
      case "closed":
        this.memory.change({ closed: true });
        break;
      case "introduced":
        this.introduction = undefined;
        this.memory.change({ introduced: true });
        break;
      case "typing":
        clearTimeout(this.typing);
        this.typing = setTimeout(() => this.talk.change({ typing: false }), TYPING);
    }
  }

  private welcome({ token, conversation, seq, mode }: VisitorHears & { type: "welcome" }): void {
    this.memory.change(seq > 0 ? { token, conversation, closed: mode === "closed" } : { token });
    this.welcomed = true;
    this.seen = 0;
    this.standing.set("open");
    this.outbox.sendAll();
  }

  private refuse(code: string, clientId?: string): void {
    switch (code) {
      case "bad_token":
        this.memory.change({ token: undefined, conversation: undefined });
        break;
      case "bad_customer":
        console.warn("xiaoer: data-signature does not fit data-customer; the visitor is somebody new");
        this.visitor = {};
        break;
      case "foreign_conversation":
        this.talk.set({ ...NOTHING, pending: this.talk.get().pending });
        this.memory.change({ conversation: undefined });
        break;
      case "too_fast":
        this.outbox.slowDown();
        break;
      default:
        if (clientId !== undefined) break;
        this.introduction = undefined;
        this.refusal.set(code);
    }
  }
}

/** After a loss everything is new to the page; before, what the welcome counts was said some time ago. */
function pastOf(before: Talk, { conversation, seq }: { conversation: string; seq: number }) {
  const resumed = before.last > 0 && before.conversation === conversation;
  return { conversation, seq: resumed ? before.last : seq };
}
