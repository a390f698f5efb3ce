import type { Pending } from "./talk/state";

/** What a browser remembers of a visitor, for all tabs. */
export interface Remembered {
  token?: string | undefined;
  conversation?: string | undefined;
  /** When something was last heard there, in milliseconds since 1970, and whether it has ended. */
  heard?: number;
  closed?: boolean;
  introduced?: boolean;
  sound?: boolean;
}

/** One key for each shop and customer. Where the page may store nothing, all is forgotten with the page. */
export class Memory {
  private readonly key: string;
  private remembered: Remembered;

  constructor(shop: string, customer: string | undefined) {
    this.key = customer === undefined ? `xiaoer:${shop}` : `xiaoer:${shop}:${customer}`;
    this.remembered = read(() => localStorage, this.key) ?? {};
  }

  get(): Remembered {
    return this.remembered;
  }

  change(by: Partial<Remembered>): void {
    // Another tab may have gone on meanwhile.
    this.remembered = { ...this.remembered, ...read(() => localStorage, this.key), ...by };
    write(() => localStorage, this.key, this.remembered);
  }

  /** What this tab has yet to send: another one sends its own. */
  pending(): Pending[] {
    const pending = read(() => sessionStorage, this.key);
    return Array.isArray(pending) ? pending : [];
  }

  keep(pending: readonly Pending[]): void {
    write(() => sessionStorage, this.key, pending.length === 0 ? undefined : pending);
  }

  forget(): void {
    this.remembered = {};
    write(() => localStorage, this.key, undefined);
    this.keep([]);
  }
}

function read(storage: () => Storage, key: string) {
  try {
    return JSON.parse(storage().getItem(key) ?? "null");
  } catch {
    return null;
  }
}

function write(storage: () => Storage, key: string, value: unknown): void {
  try {
    if (value === undefined) storage().removeItem(key);
    else storage().setItem(key, JSON.stringify(value));
  } catch {
    // Blocked, or full.
  }
}
