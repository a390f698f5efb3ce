import type { IntentRow } from "../../wire/inbox";

export const ORDERS = ["name", "turns", "examples"] as const;
export type Order = (typeof ORDERS)[number];

/** Intents that a search means, in an order; without words all. */
export function find(
  intents: readonly IntentRow[],
  words: string,
  order: Order,
  onlyChanged: boolean,
): IntentRow[] {
  const wanted = words.trim().toLowerCase();
  const fits = ({ name, title, title_en, changed }: IntentRow) =>
    (!onlyChanged || changed) &&
    [name, title, title_en ?? ""].some((text) => text.toLowerCase().includes(wanted));
  return intents.filter(fits).toSorted(ways[order]);
}

type Way = (one: IntentRow, other: IntentRow) => number;

const byName: Way = (one, other) => (one.name < other.name ? -1 : 1);

const ways: Record<Order, Way> = {
  name: byName,
  turns: (one, other) => other.turns_7d - one.turns_7d || byName(one, other),
  examples: (one, other) => other.examples - one.examples || byName(one, other),
};
