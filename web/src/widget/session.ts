import { Connection, type Standing } from "../wire/connection";
import type { Choice, Message } from "../wire/shared";
import type { VisitorHears, VisitorSays } from "../wire/visitor";
import { Cell } from "./cell";
import type { Memory } from "./storage";
import { fold } from "./talk/fold";
import { again, drop, lasting, progress, refuse, unsaid } from "./talk/pending";
import { NOTHING, type Pending, type Talk } from "./talk/state";
import { type Uploaded, upload } from "./upload";

export interface Visitor {
  customer?: string | undefined;
  signature?: string | undefined;
}

export interface Place {
  /** Where `/widget.js` came from. */
  server: URL;
  shop: string;
}

/** What the server said of something without a place in the talk, such as a form. */
export interface Refusal {
  code: string;
  field?: string | undefined;
}

/** Several messages that come at once are shown at once, in milliseconds. */
const TOGETHER = 16;
/** After this long without an acknowledgement the connection counts as dead, and then the message as not sent. */
const PATIENCE = 10_000;
const LAST_PATIENCE = 45_000;
/** A seat that writes says so again within this time. */
const TYPING = 6_000;
/** What is typed is told at most so often. */
const PREVIEW = 1_000;

/** A visitor's side of the socket: hears, says, and says again what the server has not acknowledged. */
export class Session {
  readonly talk: Cell<Talk>;
  readonly standing = new Cell<Standing | "idle">("idle");
  /** The last that was refused apart from messages. */
  readonly refusal = new Cell<Refusal | null>(null);
  onMessage: (message: Message) => void = () => {};

  private connection: Connection | undefined;
  private token: string | undefined;
  private welcomed = false;
  /** Up to where a welcome tells of the past. */
  private past = { conversation: "", seq: 0 };
  private heard: VisitorHears[] = [];
  private readonly files = new Map<string, File>();
  private readonly saidAt = new Map<string, number>();
  private readonly timers: Record<string, ReturnType<typeof setTimeout>> = {};
  private preview: { text: string; at: number } = { text: "", at: 0 };
  private seen = 0;
  private starts = 0;
  private readonly watch: () => void;

  constructor(
    private readonly place: Place,
    private visitor: Visitor,
    private readonly memory: Memory,
  ) {
    this.token = memory.get().token;
    this.talk = new Cell<Talk>({ ...NOTHING, pending: memory.pending() });
    let kept = this.talk.get().pending;
    this.watch = this.talk.watch(({ pending }) => {
      if (pending !== kept) memory.keep(lasting(pending));
      kept = pending;
    });
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
    this.watch();
    for (const timer of Object.values(this.timers)) clearTimeout(timer);
  }

  say(text: string): void {
    this.queue({ kind: "words", text });
    clearTimeout(this.timers.preview);
    this.preview = { text: "", at: Date.now() };
  }

  choose({ title, value }: Choice): void {
    this.queue({ kind: "choice", title, value });
  }

  sendFile(file: File): void {
    const picture = file.type.startsWith("image/") ? URL.createObjectURL(file) : null;
    const clientId = this.queue({ kind: "file", name: file.name, bytes: file.size, picture, progress: 0 });
    this.files.set(clientId, file);
    this.send(clientId);
  }

  again(clientId: string): void {
    this.change({ pending: again(this.talk.get().pending, clientId, Date.now()) });
    this.send(clientId);
  }

  drop(clientId: string): void {
    this.change({ pending: drop(this.talk.get().pending, clientId) });
  }

  /** What is in the box, for the person who waits for it. */
  type(text: string): void {
    if (this.talk.get().mode !== "human" || text === this.preview.text) return;
    clearTimeout(this.timers.preview);
    const since = Date.now() - this.preview.at;
    this.timers.preview = setTimeout(
      () => {
        this.preview = { text, at: Date.now() };
        this.tell(text.trim() === "" ? { type: "typing" } : { type: "typing", text });
      },
      Math.max(0, PREVIEW - since),
    );
  }

  /** The visitor looks at the end of the talk. */
  see(): void {
    const { last, read, entries } = this.talk.get();
    const seq = entries.findLast((entry) => "by" in entry && entry.by !== "customer")?.seq ?? 0;
    if (seq <= Math.max(read.customer, this.seen) || seq > last) return;
    if (this.tell({ type: "read", seq })) this.seen = seq;
  }

  /** What is said once: whether it went out. */
  tell(says: VisitorSays): boolean {
    return this.welcomed && this.connection?.say(says) === true;
  }

  private queue(what: Pending["what"]): string {
    this.start();
    const pending: Pending = { clientId: uuid(), at: Date.now(), what, state: "sending" };
    this.change({ pending: [...this.talk.get().pending, pending] });
    if (what.kind !== "file") this.send(pending.clientId);
    return pending.clientId;
  }

  private send(clientId: string): void {
    const pending = this.talk.get().pending.find((pending) => pending.clientId === clientId);
    if (pending === undefined || !this.welcomed) return;
    const { what } = pending;
    this.saidAt.set(clientId, Date.now());
    if (what.kind === "words") {
      this.connection?.say({ type: "say", client_id: clientId, text: what.text });
    } else if (what.kind === "choice") {
      this.connection?.say({ type: "choose", client_id: clientId, value: what.value });
    } else {
      this.upload(clientId);
    }
    this.timers.patience ??= setTimeout(() => this.lookForUnsaid(), PATIENCE / 4);
  }

  private async upload(clientId: string): Promise<void> {
    const file = this.files.get(clientId);
    if (file === undefined || this.token === undefined) return;
    this.files.delete(clientId);
    const to = { ...this.place, token: this.token };
    const uploaded: Uploaded = await upload(to, clientId, file, (share) =>
      this.change({ pending: progress(this.talk.get().pending, clientId, share) }),
    );
    if (uploaded === undefined)
      return this.take({ type: "ack", client_id: clientId, conversation: "", seq: 0 });
    this.files.set(clientId, file);
    this.change({ pending: refuse(this.talk.get().pending, clientId, uploaded.code) });
  }

  /** A connection may be dead without anybody having been told: what is not acknowledged shows it. */
  private lookForUnsaid(): void {
    delete this.timers.patience;
    const sending = unsaid(this.talk.get().pending);
    const now = Date.now();
    const late = sending.filter(({ clientId }) => now - (this.saidAt.get(clientId) ?? now) > PATIENCE);
    for (const { clientId, at } of late) {
      if (now - at > LAST_PATIENCE) {
        this.change({ pending: refuse(this.talk.get().pending, clientId, "timeout") });
      }
    }
    if (late.length > 0 && this.welcomed) this.connection?.renew();
    if (sending.length > 0) this.timers.patience = setTimeout(() => this.lookForUnsaid(), PATIENCE / 4);
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
    const named = conversation ?? this.memory.get().conversation;
    return {
      type: "hello",
      ...(this.token === undefined ? {} : { token: this.token }),
      ...(customer === undefined ? {} : { customer }),
      ...(signature === undefined ? {} : { signature }),
      ...(named === undefined ? {} : { conversation: named }),
      ...(last > 0 ? { after: last } : {}),
    };
  }

  private stand(standing: Standing, code?: number): void {
    if (standing !== "open") this.welcomed = false;
    this.standing.set(standing === "open" ? "connecting" : standing);
    // Who they are was refused, and what is not to be said again was forgotten: as somebody new.
    if (standing === "ended" && (code === 4001 || code === 4003) && this.starts < 3) {
      this.starts += 1;
      this.connection = undefined;
      this.start();
    }
  }

  private hear(heard: VisitorHears): void {
    this.heard.push(heard);
    if (heard.type === "welcome") this.flush();
    else this.timers.flush ??= setTimeout(() => this.flush(), TOGETHER);
  }

  private flush(): void {
    clearTimeout(this.timers.flush);
    delete this.timers.flush;
    const heard = this.heard;
    this.heard = [];
    const before = this.talk.get();
    let talk = before;
    const fresh: Message[] = [];
    for (const one of heard) {
      const last = talk.last;
      talk = fold(talk, one);
      if (one.type === "message" && talk.last > last && !this.isPast(talk, one.seq)) fresh.push(one);
      if (one.type === "welcome") this.past = pastOf(before, one);
    }
    this.talk.set(talk);
    for (const one of heard) this.react(one);
    for (const message of fresh) this.onMessage(message);
  }

  private take(heard: VisitorHears): void {
    this.talk.set(fold(this.talk.get(), heard));
  }

  private isPast(talk: Talk, seq: number): boolean {
    return talk.conversation === this.past.conversation && seq <= this.past.seq;
  }

  private react(heard: VisitorHears): void {
    switch (heard.type) {
      case "welcome":
        this.welcome(heard);
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
        this.memory.change({ introduced: true });
        break;
      case "typing":
        clearTimeout(this.timers.typing);
        this.timers.typing = setTimeout(() => this.change({ typing: false }), TYPING);
        break;
      case "error":
        this.refuse(heard.code, heard.field, heard.client_id);
        break;
    }
  }

  private welcome({ token, conversation, seq, mode }: VisitorHears & { type: "welcome" }): void {
    this.token = token;
    this.welcomed = true;
    this.seen = 0;
    this.memory.change(seq > 0 ? { token, conversation, closed: mode === "closed" } : { token });
    this.standing.set("open");
    for (const { clientId } of unsaid(this.talk.get().pending)) this.send(clientId);
    for (const clientId of [...this.files.keys()]) {
      const pending = this.talk.get().pending.find((pending) => pending.clientId === clientId);
      if (pending?.state === "sending") this.send(clientId);
    }
  }

  private refuse(code: string, field?: string, clientId?: string): void {
    if (code === "bad_token") {
      this.token = undefined;
      this.memory.change({ token: undefined, conversation: undefined } as object);
    } else if (code === "bad_customer") {
      console.warn("xiaoer: data-signature does not fit data-customer; the visitor is somebody new");
      this.visitor = {};
    } else if (code === "foreign_conversation") {
      this.memory.change({ conversation: undefined } as object);
      this.change({ ...NOTHING, pending: this.talk.get().pending });
    } else if (code === "too_fast") {
      this.timers.fast ??= setTimeout(() => {
        delete this.timers.fast;
        for (const { clientId } of unsaid(this.talk.get().pending)) this.send(clientId);
      }, 1_500);
    } else if (clientId === undefined) {
      this.refusal.set({ code, field });
    }
  }

  private change(by: Partial<Talk>): void {
    this.talk.change(by);
  }
}

/** After a loss everything is new to the page; before, what the welcome counts was said some time ago. */
function pastOf(before: Talk, { conversation, seq }: { conversation: string; seq: number }) {
  return before.last > 0 && before.conversation === conversation
    ? { conversation, seq: before.last }
    : { conversation, seq };
}

/** Also where a page came by plain http, which has no `randomUUID`. */
function uuid(): string {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}
