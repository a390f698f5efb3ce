import type { Way } from "./way";

/** A line and a column, both from 1, or what stands there. */
export type Spot = { line: number; column: number } | { way: Way };

/** What an address says behind the file; null where it says nothing. */
export function spotOf(rest: readonly string[]): Spot | null {
  const [line, column] = rest.map(Number);
  if (line === undefined) return null;
  return Number.isNaN(line) ? { way: rest } : { line, column: column || 1 };
}
