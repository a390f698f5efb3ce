import { batch, effect, type Signal, signal } from "@preact/signals";
import { clientId } from "../../wire/client-id";
import { Connection, type Standing } from "../../wire/connection";
import type { Deed, Presence, SeatHears, SeatSays } from "../../wire/seat";
import type { Person } from "../../wire/session";
import type { ErrorSaid } from "../../wire/shared";
import { type Chat, takesPart } from "../state/chat";
import { dropOffer, type Floor, foldFloor, nowhere } from "../state/floor";
import { fold } from "../state/fold";
import { type Pending, refuse, say, settle } from "../state/pending";
import { heldNow, leftQueue, waitsNow } from "../state/seed";
import { Chats } from "./chats";
import { Deeds } from "./deeds";
import { Keep } from "./keep";
import { Uploads } from "./uploads";

/** A seat is said to write at most this often, in milliseconds. */
const TYPING = 3_000;

/** Before words that came too fast are said again, in milliseconds. */
const SLOWLY = 1_500;
/** What stands as it does for so long is not in the middle of being told, in milliseconds. */
const SETTLED = 120;

/** One seat's desk: the connection, and everything that came over it. */
export class Desk {
  readonly floor = signal<Floor>(nowhere);
  readonly chats = new Chats();
  readonly standing = signal<Standing>("connecting");
  /** The close code of a connection that does not come back by itself. */
  readonly ended = signal<number | null>(null);
  /** Whether the server has said where everything stands. */
  readonly ready = signal(false);
  /** What stands before the seat. */
  readonly shown: Signal<string | null> = signal(null);
  readonly keep: Keep;
  readonly uploads = new Uploads();
  private readonly deeds = new Deeds();
  private connection: Connection | undefined;
  private typedAt = 0;
  /** What was opened without being the seat's own. */
  private watched: string | null = null;
  private looked: string | null = null;
  private settling: ReturnType<typeof setTimeout> | undefined;
  private readUpTo = new Map<string, number>();
  private readonly stop: () => void;

  constructor(
    readonly person: Person,
    /** Every message after it was taken in; for sounds and the like. */
    private readonly onNews: (message: SeatHears, desk: Desk) => void,
  ) {
    this.keep = new Keep(person.seat);
    for (const [conversation, pending] of this.keep.allUnsent()) {
      this.chats.change(conversation, (chat) => ({ ...chat, pending }));
    }
    this.connect();
    this.stop = effect(() => {
      const shown = this.shown.value;
      this.look(shown, shown !== null && this.takesPart(this.chats.of(shown).value));
    });
    document.addEventListener("visibilitychange", this.seen);
  }

  may(permission: string): boolean {
    return this.person.permissions.includes(permission);
  }

  /** Anew, after the connection was ended for good. */
  connect(): void {
    this.ended.value = null;
    this.connection?.end();
    this.connection = new Connection({
      url: () => `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws/seat`,
      hello: () => ({ type: "hello", after: this.after() }) satisfies SeatSays,
      hear: (message) => this.hear(message as SeatHears),
      stand: (standing, code) => this.stand(standing, code),
    });
  }

  end(): void {
    this.stop();
    clearTimeout(this.settling);
    document.removeEventListener("visibilitychange", this.seen);
    this.connection?.end();
  }

  /**
   * Something that changes a conversation. Resolves when it is on disk.
   *
   * @throws {NotDone} when it was refused or not answered.
   */
  act(conversation: string, deed: Exclude<Deed, { type: "say" | "note" }>): Promise<void> {
    return this.deeds.begin((client_id) => this.send({ ...deed, conversation, client_id }));
  }

  /** Words, shown at once and said until they are acknowledged. */
  speak(conversation: string, text: string, kind: Pending["kind"] = "say"): void {
    const at = new Date().toISOString();
    this.offer(conversation, { client_id: clientId(), kind, text, at, refused: null });
  }

  again(conversation: string, pending: Pending): void {
    this.offer(conversation, { ...pending, refused: null });
  }

  forget(conversation: string, pending: Pending): void {
    this.change(conversation, (chat) => settle(chat, pending.client_id));
  }

  dismissSuggestion(conversation: string): void {
    this.change(conversation, (chat) => ({ ...chat, suggestion: null }));
  }

  /** Where the server knows of no room, the account's is meant: a seat with none would wait in vain. */
  present(state: Presence, capacity = this.floor.peek().capacity || this.person.capacity): boolean {
    return this.send({ type: "presence", state, capacity });
  }

  decline(conversation: string): void {
    this.send({ type: "decline", conversation });
    this.expire(conversation);
  }

  /** Its time is over; the server says so too, a moment later. */
  expire(conversation: string): void {
    this.floor.value = dropOffer(this.floor.peek(), conversation);
  }

  typing(conversation: string): void {
    if (Date.now() - this.typedAt < TYPING) return;
    this.typedAt = Date.now();
    this.send({ type: "typing", conversation });
  }

  /** The transcript of one that is not the seat's own, from where it is known. */
  open(conversation: string): void {
    const { seq } = this.chats.of(conversation).peek();
    this.send({ type: "open", conversation, after: seq });
  }

  /** What was opened is told no longer, unless it stands before the seat. */
  shut(conversation: string): void {
    if (conversation !== this.watched) this.send({ type: "shut", conversation });
  }

  /** The customer is told once that everything up to here was seen. */
  markRead(conversation: string, seq: number): void {
    if (seq <= (this.readUpTo.get(conversation) ?? 0)) return;
    this.readUpTo.set(conversation, seq);
    this.act(conversation, { type: "read", seq }).catch(() => this.readUpTo.delete(conversation));
  }

  takesPart(chat: Chat): boolean {
    return takesPart(chat, this.person.seat);
  }

  private offer(conversation: string, pending: Pending): void {
    this.change(conversation, (chat) => say(chat, pending));
    this.utter(conversation, pending);
  }

  private utter(conversation: string, { kind, client_id, text }: Pending): void {
    this.send({ type: kind, conversation, client_id, text });
  }

  private send(message: SeatSays): boolean {
    return this.ready.peek() || message.type === "hello" ? (this.connection?.say(message) ?? false) : false;
  }

  /** What changes the words on their way changes what is kept of them. */
  private change(conversation: string, step: (chat: Chat) => Chat): void {
    const before = this.chats.of(conversation).peek().pending;
    this.chats.change(conversation, step);
    const { pending } = this.chats.of(conversation).peek();
    if (pending !== before) this.keep.unsent(conversation, pending);
  }

  /** Of what is the seat's own, or before it; all else is asked for when it is opened. */
  private after(): Record<string, number> {
    const wanted = this.chats
      .peek()
      .filter((chat) => chat.seq > 0 && (this.takesPart(chat) || chat.conversation === this.shown.peek()));
    return Object.fromEntries(wanted.map(({ conversation, seq }) => [conversation, seq]));
  }

  private stand(standing: Standing, code: number | undefined): void {
    batch(() => {
      this.standing.value = standing;
      if (standing !== "open") this.ready.value = false;
      if (standing === "ended") this.ended.value = code ?? null;
    });
    if (standing === "lost" || standing === "ended") this.deeds.failAll();
  }

  private hear(message: SeatHears): void {
    batch(() => {
      this.floor.value = foldFloor(this.floor.peek(), message);
      this.takeIn(message);
    });
    this.onNews(message, this);
  }

  private takeIn(message: SeatHears): void {
    switch (message.type) {
      case "welcome":
        this.welcome(message);
        break;
      case "waiting":
        this.change(message.conversation, (chat) => waitsNow(chat, message));
        break;
      case "error":
        this.refused(message);
        break;
      case "not_waiting":
        this.change(message.conversation, leftQueue);
        // Where it went is known to whoever may still see it.
        if (message.conversation === this.shown.peek()) this.watched = null;
        this.seen();
        break;
      case "presence":
      case "offer":
      case "withdrawn":
        break;
      case "ack":
      case "taken":
        this.deeds.finish(message.client_id);
        this.change(message.conversation, (chat) => fold(chat, message, Date.now()));
        break;
      default:
        this.change(message.conversation, (chat) => fold(chat, message, Date.now()));
    }
  }

  /** Whatever has not been acknowledged; what was all the same counts once. */
  private utterAll(): void {
    for (const { conversation, pending } of this.chats.peek()) {
      for (const one of pending) if (one.refused === null) this.utter(conversation, one);
    }
  }

  private refused({ client_id, conversation, code }: ErrorSaid): void {
    // It does not say what was too fast.
    if (code === "too_fast") setTimeout(() => this.utterAll(), SLOWLY);
    if (this.deeds.fail(client_id, code) || conversation === undefined) return;
    if (client_id !== undefined) {
      this.change(conversation, (chat) => refuse(chat, client_id, code));
    } else if (code === "unknown_conversation") {
      this.change(conversation, (chat) => ({ ...chat, withheld: true }));
    }
  }

  private welcome({ conversations, queue }: Extract<SeatHears, { type: "welcome" }>): void {
    this.ready.value = true;
    this.watched = null;
    this.looked = null;
    const held = new Map(conversations.map((held) => [held.conversation, held]));
    for (const chat of this.chats.peek()) {
      if (this.takesPart(chat) && !held.has(chat.conversation)) {
        this.change(chat.conversation, (gone) => ({ ...gone, mode: "waiting", holder: null, guests: [] }));
      }
    }
    for (const [conversation, one] of held)
      this.change(conversation, (chat) => heldNow(chat, one, this.person));
    for (const waiting of queue) this.change(waiting.conversation, (chat) => waitsNow(chat, waiting));
    this.utterAll();
    this.seen();
  }

  private readonly seen = (): void => {
    const shown = this.shown.peek();
    this.look(shown, shown !== null && this.takesPart(this.chats.of(shown).peek()));
  };

  /** Tells colleagues what stands before this seat, and the server what it wants to hear of. */
  private look(conversation: string | null, own: boolean): void {
    if (!this.ready.value) return;
    const before = document.hidden ? null : conversation;
    if (before !== this.looked) {
      this.looked = before;
      // A server that does not know it refuses it, which harms nothing.
      this.connection?.say({ type: "look", conversation: before, client_id: "look" });
    }
    if (this.watched !== null && this.watched !== conversation) {
      this.send({ type: "shut", conversation: this.watched });
      this.watched = null;
    }
    clearTimeout(this.settling);
    if (conversation === null || own || this.watched !== null) return;
    // While a log is told, it may stand as if it were not the seat's own for a moment.
    this.settling = setTimeout(() => {
      this.watched = conversation;
      this.open(conversation);
    }, SETTLED);
  }
}
