import type { FaqEntry } from "../../wire/inbox";
import { daysUntil } from "../content/when";

export const SHOWS = ["all", "unasked", "ending", "expired"] as const;
export type Show = (typeof SHOWS)[number];

export interface Filter {
  words: string;
  intent: string;
  show: Show;
}

export const everything: Filter = { words: "", intent: "", show: "all" };

/** An entry that ends within so many days is about to. */
const SOON = 14;

export type Standing = "expired" | "ending" | "coming" | "valid";

export function standing({ valid, expired }: FaqEntry, today: string): Standing {
  const { from = null, until = null } = valid ?? {};
  if (expired || (until !== null && until < today)) return "expired";
  if (from !== null && from > today) return "coming";
  return until !== null && daysUntil(until, today) <= SOON ? "ending" : "valid";
}

export function shown(entry: FaqEntry, show: Show, today: string): boolean {
  switch (show) {
    case "all":
      return true;
    case "unasked":
      return entry.hits_30d === 0;
    case "ending":
    case "expired":
      return standing(entry, today) === show;
  }
}

/** Entries that have all of the words somewhere, in their order. */
export function filtered(faq: readonly FaqEntry[], filter: Filter, today: string): FaqEntry[] {
  const words = filter.words.toLowerCase().split(/\s+/).filter(Boolean);
  return faq.filter((entry) => {
    if (filter.intent !== "" && entry.intent !== filter.intent) return false;
    if (!shown(entry, filter.show, today)) return false;
    const { id, questions, answer, answer_en } = entry;
    const text = [id, ...questions, answer, answer_en ?? ""].join("\n").toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
