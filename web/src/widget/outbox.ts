import type { VisitorSays } from "../wire/visitor";
import type { Cell } from "./cell";
import type { Memory } from "./storage";
import { again, drop, lasting, progress, refuse, unsaid } from "./talk/pending";
import type { Pending, Talk } from "./talk/state";
import { type Destination, upload } from "./upload";

/** The connection as the outbox needs it. */
export interface Line {
  /** Whether it went out. */
  tell(says: VisitorSays): boolean;
  renew(): void;
  /** Where files go, once the visitor is welcome. */
  destination(): Destination | undefined;
}

/** After this long without an acknowledgement the connection counts as dead; after so many of them the message as not sent. */
const PATIENCE = 10_000;
const TRIES = 4;
/** Until what came too fast is said again. */
const SLOWER = 1_500;

/** What the visitor sent and the server has yet to acknowledge: sends it, and again under the same id, which counts once. */
export class Outbox {
  private readonly files = new Map<string, File>();
  /** When, and over how many connections. */
  private readonly said = new Map<string, { at: number; times: number }>();
  private patience: ReturnType<typeof setTimeout> | undefined;
  private slower: ReturnType<typeof setTimeout> | undefined;
  private readonly stop: () => void;

  constructor(
    private readonly talk: Cell<Talk>,
    private readonly line: Line,
    memory: Memory,
  ) {
    let kept = this.pending;
    this.stop = talk.watch(({ pending }) => {
      if (pending !== kept) memory.keep(lasting(pending));
      kept = pending;
    });
  }

  add(what: Pending["what"], file?: File): void {
    const clientId = uuid();
    if (file !== undefined) this.files.set(clientId, file);
    this.change([...this.pending, { clientId, at: Date.now(), what, state: "sending" }]);
    this.send(clientId);
  }

  again(clientId: string): void {
    this.said.delete(clientId);
    this.change(again(this.pending, clientId, Date.now()));
    this.send(clientId);
  }

  drop(clientId: string): void {
    this.files.delete(clientId);
    this.change(drop(this.pending, clientId));
  }

  /** Everything that is not acknowledged, in order: the connection is a new one. */
  sendAll(): void {
    for (const { clientId } of unsaid(this.pending)) this.send(clientId);
  }

  slowDown(): void {
    clearTimeout(this.slower);
    this.slower = setTimeout(() => this.sendAll(), SLOWER);
  }

  end(): void {
    clearTimeout(this.patience);
    clearTimeout(this.slower);
    this.stop();
  }

  private get pending(): readonly Pending[] {
    return this.talk.get().pending;
  }

  private change(pending: readonly Pending[]): void {
    this.talk.change({ pending });
  }

  private send(clientId: string): void {
    const what = this.pending.find((pending) => pending.clientId === clientId)?.what;
    if (what === undefined) return;
    if (what.kind === "file") {
      this.upload(clientId);
      return;
    }
    const told =
      what.kind === "words"
        ? this.line.tell({ type: "say", client_id: clientId, text: what.text })
        : this.line.tell({ type: "choose", client_id: clientId, value: what.value });
    if (!told) return;
    this.said.set(clientId, { at: Date.now(), times: (this.said.get(clientId)?.times ?? 0) + 1 });
    this.patience ??= setTimeout(this.lookForLate, PATIENCE / 4);
  }

  private async upload(clientId: string): Promise<void> {
    const to = this.line.destination();
    const file = this.files.get(clientId);
    if (file === undefined || to === undefined) return;
    // Once at a time: a connection that comes back in the middle does not begin it anew.
    this.files.delete(clientId);
    const refused = await upload(to, clientId, file, (share) => {
      this.change(progress(this.pending, clientId, share));
    });
    if (refused === undefined) return;
    this.files.set(clientId, file);
    this.change(refuse(this.pending, clientId, refused.code));
  }

  /** A connection may be dead without anybody having been told: what is not acknowledged shows it. */
  private readonly lookForLate = (): void => {
    let waiting = false;
    let late = false;
    for (const { clientId } of unsaid(this.pending)) {
      const said = this.said.get(clientId);
      if (said === undefined) continue;
      waiting = true;
      if (Date.now() - said.at < PATIENCE) continue;
      late = true;
      if (said.times >= TRIES) this.change(refuse(this.pending, clientId, "timeout"));
    }
    if (late) this.line.renew();
    this.patience = waiting ? setTimeout(this.lookForLate, PATIENCE / 4) : undefined;
  };
}

/** Also where a page came by plain http, which has no `randomUUID`. */
function uuid(): string {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
