import type {
  Attachment,
  Closed,
  Introduced,
  LeftMessage,
  Message,
  Mode,
  ModeSaid,
  Opened,
  Rated,
} from "../../wire/shared";

/** What stands in the log of a conversation and is shown. */
export type Entry = (Attachment | Closed | Introduced | LeftMessage | Message | ModeSaid | Opened | Rated) & {
  conversation: string;
};

/** What the visitor sent and the server has yet to tell. */
export interface Pending {
  clientId: string;
  /** Milliseconds since 1970, by the visitor's clock. */
  at: number;
  what: Words | Chosen | Upload;
  /** `sent` is on the server's disk; `failed` waits for the visitor to send it again. */
  state: "sending" | "sent" | "failed";
  /** The code of the error, of what failed. */
  why?: string;
}

export interface Words {
  kind: "words";
  text: string;
}

export interface Chosen {
  kind: "choice";
  title: string;
  value: unknown;
}

export interface Upload {
  kind: "file";
  name: string;
  bytes: number;
  /** Where the browser has the picture, if it is one. */
  picture: string | null;
  /** From 0 to 1. */
  progress: number;
}

export interface Queue {
  position: number;
  /** Seconds, as far as anybody can say. */
  eta: number | null;
}

/** A visitor's conversation, as far as it was told. Of those before it there are the entries alone. */
export interface Talk {
  conversation: string | null;
  /** The `seq` of what was told last in it. */
  last: number;
  mode: Mode;
  /** Of the seat, while one speaks. */
  name: string | null;
  queue: Queue | null;
  /** Whether a seat writes. */
  typing: boolean;
  /** How far each side has seen it. */
  read: { customer: number; seat: number };
  rated: boolean;
  entries: readonly Entry[];
  pending: readonly Pending[];
}

export const NOTHING: Talk = {
  conversation: null,
  last: 0,
  mode: "bot",
  name: null,
  queue: null,
  typing: false,
  read: { customer: 0, seat: 0 },
  rated: false,
  entries: [],
  pending: [],
};

/** How many messages of the other side the visitor has not seen. */
export function unread(talk: Talk): number {
  let count = 0;
  for (let at = talk.entries.length - 1; at >= 0; at -= 1) {
    const entry = talk.entries[at];
    if (entry === undefined || entry.conversation !== talk.conversation) break;
    if (entry.seq <= talk.read.customer) break;
    if (isSaid(entry) && entry.by !== "customer") count += 1;
  }
  return count;
}

/** Whether somebody has answered in the conversation, so that there is something to rate. */
export function isServed(talk: Talk): boolean {
  return talk.entries.some(
    (entry) => entry.conversation === talk.conversation && isSaid(entry) && entry.by !== "customer",
  );
}

/** Whether the bot is about to answer. */
export function awaitsBot(talk: Talk): boolean {
  if (talk.mode !== "bot" && talk.mode !== "closed") return false;
  if (talk.pending.some((pending) => pending.state !== "failed" && pending.what.kind !== "file")) return true;
  const last = talk.entries.findLast(isSaid);
  return talk.mode === "bot" && last?.type === "message" && last.by === "customer";
}

export function isSaid(entry: Entry): entry is (Attachment | Message) & { conversation: string } {
  return entry.type === "message" || entry.type === "attachment";
}
