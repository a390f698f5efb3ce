import type { Attachment, Card, Choice, LeftMessage, Message, Rated } from "../../wire/shared";
import { type Entry, isSaid, type Pending, type Talk } from "./state";

/** What the stream shows, from top to bottom. */
export type Line = { key: string } & (DayLine | FileLine | NoteLine | UploadLine | WordsLine);

export interface DayLine {
  kind: "day";
  at: number;
}

/** Something quiet between the messages. */
export interface NoteLine {
  kind: "note";
  note:
    | { what: "waiting" | "back" | "gone_on" | "closed" | "timed_out" | "introduced" }
    | { what: "human"; name: string | null }
    | { what: "left"; left: LeftMessage }
    | { what: "rated"; rated: Rated };
}

/** Who speaks, and whether one sees that from the line before. */
export interface Spoken {
  by: "customer" | "bot" | "seat";
  name: string | null;
  at: number;
  first: boolean;
}

/** How far one's own words have come; told of the last ones, and of those that did not get there. */
export type Delivery = "sending" | "sent" | "read" | { failed: string; clientId: string } | null;

export interface WordsLine extends Spoken {
  kind: "words";
  text: string;
  choices: { all: Choice[]; spent: boolean; chosen: Choice | null } | null;
  card: Card | null;
  delivery: Delivery;
}

export interface FileLine extends Spoken {
  kind: "file";
  file: Attachment;
  delivery: Delivery;
}

export interface UploadLine extends Spoken {
  kind: "upload";
  pending: Pending;
  delivery: Delivery;
}

/** Words of the same side that follow within this time stand together, in milliseconds. */
const TOGETHER = 180_000;

export function lines(talk: Talk): Line[] {
  const lines: Line[] = [];
  let mode = "bot";
  for (const entry of talk.entries) {
    if (entry.type === "opened") mode = "bot";
    const line = shown(entry, mode, lines);
    if (entry.type === "mode") mode = entry.mode;
    if (line !== null) add(lines, line, Date.parse(entry.at));
  }
  for (const pending of talk.pending) add(lines, waiting(pending, lines), pending.at);
  deliver(lines, talk);
  return lines;
}

function add(lines: Line[], line: Line, at: number): void {
  const before = lines.findLast((line) => "at" in line);
  const another = before === undefined || new Date(before.at).toDateString() !== new Date(at).toDateString();
  // A clock that is behind the server's would have one's own words before what they answer.
  if (another && (before === undefined || at > before.at)) lines.push({ kind: "day", key: `day ${at}`, at });
  const last = lines.at(-1);
  if ("by" in line && last !== undefined && "by" in last) {
    line.first = last.by !== line.by || last.name !== line.name || line.at - last.at > TOGETHER;
  }
  lines.push(line);
}

function shown(entry: Entry, mode: string, before: Line[]): Line | null {
  const key = `${entry.conversation} ${entry.seq}`;
  const note = (note: NoteLine["note"]): Line => ({ kind: "note", key, note });
  switch (entry.type) {
    case "message":
      return words(key, entry, before);
    case "attachment":
      if (entry.by === "customer") spend(before, null);
      return { kind: "file", key: keyOf(entry, key), ...spoken(entry, null), file: entry, delivery: null };
    case "mode":
      if (entry.mode !== "bot") spend(before, null);
      if (entry.mode === "human") return note({ what: "human", name: entry.name ?? null });
      if (entry.mode === "waiting") return mode === "waiting" ? null : note({ what: "waiting" });
      return entry.mode === mode ? null : note({ what: mode === "human" ? "back" : "gone_on" });
    case "closed":
      spend(before, null);
      return note({ what: entry.why === "queue_timed_out" ? "timed_out" : "closed" });
    case "left_message":
      return note({ what: "left", left: entry });
    case "rated":
      return note({ what: "rated", rated: entry });
    case "introduced":
      return note({ what: "introduced" });
    case "opened":
      return null;
  }
}

function words(key: string, message: Message, before: Line[]): WordsLine & { key: string } {
  const { text, title, choices, card, name, by } = message;
  const chosen = by === "customer" ? spend(before, text) : null;
  return {
    kind: "words",
    key: keyOf(message, key),
    ...spoken(message, name ?? null),
    text: title ?? chosen?.title ?? text,
    choices: choices === undefined ? null : { all: choices, spent: false, chosen: null },
    card: card ?? null,
    delivery: null,
  };
}

/** What was to choose from is no more: one of them was chosen, or something else was said. Gives what was chosen. */
function spend(before: Line[], value: string | null): Choice | null {
  let found = null as Choice | null;
  for (let at = before.length - 1; at >= 0; at -= 1) {
    const line = before[at];
    if (line?.kind !== "words" || line.choices === null) continue;
    if (line.choices.spent) break;
    const chosen =
      line.choices.all.find((choice) => String(choice.value) === value && found === null) ?? null;
    found ??= chosen;
    line.choices = { ...line.choices, spent: true, chosen };
  }
  return found;
}

function waiting(pending: Pending, before: Line[]): Line {
  const { clientId: key, at, state, why, what } = pending;
  const delivery: Delivery = state === "failed" ? { failed: why ?? "", clientId: key } : state;
  const own = { key, by: "customer" as const, name: null, at, first: true, delivery };
  if (what.kind === "file") return { ...own, kind: "upload", pending };
  if (state !== "failed") spend(before, what.kind === "choice" ? String(what.value) : null);
  const text = what.kind === "choice" ? what.title : what.text;
  return { ...own, kind: "words", text, choices: null, card: null };
}

/** Marks what stands on the server's disk, as long as nobody has answered it: at the last line only, as messengers do. */
function deliver(lines: Line[], talk: Talk): void {
  const last = lines.findLast((line) => "by" in line);
  if (last?.by !== "customer" || last.delivery !== null) return;
  const own = talk.entries.findLast((entry) => isSaid(entry) && entry.by === "customer");
  const seen = own !== undefined && own.conversation === talk.conversation && talk.read.seat >= own.seq;
  last.delivery = seen ? "read" : "sent";
}

function spoken({ by, at }: Message | Attachment, name: string | null): Spoken {
  return { by, name, at: Date.parse(at), first: true };
}

/** What was sent keeps its place in the page when the server tells it. */
function keyOf({ by, client_id }: Message | Attachment, key: string): string {
  return by === "customer" && client_id !== undefined ? client_id : key;
}
