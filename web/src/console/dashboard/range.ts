import type { Asked } from "../../wire/report";

/** What is looked at. Days are those of the shop. */
export type Range =
  | { kind: "today" }
  /** The last so many days, today among them. */
  | { kind: "days"; days: 7 | 30 }
  /** Both days are in it. */
  | { kind: "own"; from: string; until: string };

const DAY = 86_400_000;
/** Of the server. */
const LONGEST = 400;
/** Up to so many days are shown by the hour. */
const HOURLY = 2;

/** A range that is long enough to be one, and no longer than the server adds up. */
export function isPossible({ from, until }: { from: string; until: string }): boolean {
  const days = length(from, until);
  return days >= 1 && days <= LONGEST;
}

/** Where the shop is, it is this day. */
export function today(now: Date, timezone: string): string {
  const parts = { year: "numeric", month: "2-digit", day: "2-digit" } as const;
  return new Intl.DateTimeFormat("en-CA", { ...parts, timeZone: timezone }).format(now);
}

/** The first and the last day. */
export function days(range: Range, today: string): { from: string; until: string } {
  switch (range.kind) {
    case "today":
      return { from: today, until: today };
    case "days":
      return { from: shift(today, 1 - range.days), until: today };
    case "own":
      return { from: range.from, until: range.until };
  }
}

/** What to ask the server for. */
export function asked(range: Range, today: string): Asked {
  const { from, until } = days(range, today);
  return { from, until, by: length(from, until) <= HOURLY ? "hour" : "day" };
}

/** The range before, of the same length. Of one that has not ended yet only as much of it as has passed of this one. */
export function before(range: Range, today: string, now: Date): Asked {
  const { from, until } = days(range, today);
  const back = length(from, until);
  const passed = until >= today;
  return {
    from: shift(from, -back),
    until: passed ? new Date(now.getTime() - back * DAY).toISOString() : shift(until, -back),
    by: "day",
  };
}

/** As it stands in the address, so that a range can be kept and sent. */
export function toQuery(range: Range): string {
  switch (range.kind) {
    case "today":
      return "";
    case "days":
      return `?days=${range.days}`;
    case "own":
      return `?from=${range.from}&until=${range.until}`;
  }
}

export function fromQuery(query: string): Range {
  const fields = new URLSearchParams(query);
  const number = fields.get("days");
  if (number === "7" || number === "30") return { kind: "days", days: number === "7" ? 7 : 30 };
  const [from, until] = [fields.get("from") ?? "", fields.get("until") ?? ""];
  return isPossible({ from, until }) ? { kind: "own", from, until } : { kind: "today" };
}

/** In days; not a number where one of them is no day. */
function length(from: string, until: string): number {
  return Math.round((Date.parse(until) - Date.parse(from)) / DAY) + 1;
}

function shift(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10);
}
