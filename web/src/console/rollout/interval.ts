/** A share with what so many turns can say about it. */
export interface Measured {
  share: number;
  from: number;
  until: number;
}

/** Wilson's interval at 95 %. Null where nothing was measured. */
export function measure(count: number, of: number): Measured | null {
  if (of === 0) return null;
  const z = 1.96;
  const share = count / of;
  const middle = (share + (z * z) / (2 * of)) / (1 + (z * z) / of);
  const half = (z * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of))) / (1 + (z * z) / of);
  return { share, from: Math.max(0, middle - half), until: Math.min(1, middle + half) };
}

export type Verdict = "more" | "less" | "unclear";

/** Whether one share is surely more or less than another: their intervals do not meet. */
export function compare(one: Measured | null, other: Measured | null): Verdict {
  if (one === null || other === null) return "unclear";
  if (one.from > other.until) return "more";
  return one.until < other.from ? "less" : "unclear";
}
