/** How the connection stands. `ended` means that it does not come back by itself. */
export type Standing = "connecting" | "open" | "lost" | "ended";

export interface Ends {
  /** `wss://…`; asked for at every attempt. */
  url(): string;
  /** The first message on every connection: what has come so far is known only then. */
  hello(): object;
  hear(message: { type: string }): void;
  stand(standing: Standing, code?: number): void;
}

/** Close codes after which another attempt would end the same way: docs/api.md has them all. */
const FINAL = new Set([4001, 4003, 4009]);
const FIRST_WAIT = 400;
const LONGEST_WAIT = 15_000;
/** A page that slept longer than this does not trust its connection any more, in milliseconds. */
const LONG_SLEEP = 60_000;
/** How often a page looks whether it slept; a hidden one is woken once a minute at most. */
const TICK = 10_000;

/**
 * A WebSocket that comes back. After a loss it waits 0.4 s, then twice as long up to 15 s, shortened by up to half at random so
 * that not everybody comes at once; as soon as the browser is back online it does not wait at all.
 */
export class Connection {
  private socket: WebSocket | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private wait = FIRST_WAIT;
  private hiddenAt = Date.now();
  private tickedAt = Date.now();
  private readonly ticking = setInterval(() => this.tick(), TICK);
  private ended = false;

  constructor(private readonly ends: Ends) {
    addEventListener("online", this.renew);
    addEventListener("offline", this.part);
    document.addEventListener("visibilitychange", this.look);
    this.open();
  }

  /** Whether it went out; what did not is said again after the next `welcome`. */
  say(message: object): boolean {
    if (this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(message));
    return true;
  }

  /** For good. */
  end(): void {
    this.ended = true;
    clearTimeout(this.timer);
    clearInterval(this.ticking);
    removeEventListener("online", this.renew);
    removeEventListener("offline", this.part);
    document.removeEventListener("visibilitychange", this.look);
    this.socket?.close(1000);
  }

  /** Another connection now: the one there is may be dead without anybody having been told. */
  readonly renew = (): void => {
    if (this.ended || this.socket?.readyState === WebSocket.CONNECTING) return;
    const before = this.socket;
    this.socket = undefined;
    before?.close(1000);
    this.open();
  };

  private open(): void {
    clearTimeout(this.timer);
    this.ends.stand("connecting");
    const socket = new WebSocket(this.ends.url());
    this.socket = socket;
    socket.onopen = () => {
      this.ends.stand("open");
      this.say(this.ends.hello());
    };
    socket.onmessage = ({ data }) => {
      if (this.socket !== socket) return;
      // A connection that says something stands: the next loss begins with a short wait.
      this.wait = FIRST_WAIT;
      this.ends.hear(JSON.parse(String(data)));
    };
    socket.onclose = ({ code }) => {
      if (this.socket === socket) this.lose(code);
    };
  }

  /** A browser without a network knows so at once; its sockets learn it much later. */
  private readonly part = (): void => {
    const before = this.socket;
    if (before === undefined) return;
    this.lose(1006);
    before.close();
  };

  private lose(code: number): void {
    this.socket = undefined;
    if (this.ended) return;
    if (FINAL.has(code)) {
      this.end();
      this.ends.stand("ended", code);
      return;
    }
    this.ends.stand("lost", code);
    this.timer = setTimeout(() => this.open(), this.wait * (0.5 + Math.random() / 2));
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
  }

  private readonly look = (): void => {
    if (document.hidden) {
      this.hiddenAt = Date.now();
    } else if (this.socket === undefined || Date.now() - this.hiddenAt > LONG_SLEEP) {
      this.renew();
    }
  };

  /** A machine that was shut and opened again says nothing of it: its clock does. */
  private tick(): void {
    const slept = Date.now() - this.tickedAt;
    this.tickedAt = Date.now();
    if (slept > LONG_SLEEP + 6 * TICK) this.renew();
  }
}
