import type { Flip, Verdict } from "../../wire/content";

export const VERDICTS = ["worse", "better", "other"] as const;

/** Sentences of a verdict; of all, the worse come first, and those that were said most often. */
export function choose(flips: readonly Flip[], verdict: Verdict | null): Flip[] {
  const wanted = verdict === null ? flips : flips.filter((flip) => flip.verdict === verdict);
  return wanted.toSorted(
    (one, other) =>
      VERDICTS.indexOf(one.verdict) - VERDICTS.indexOf(other.verdict) || other.count - one.count,
  );
}

/** Whether a verdict means anything: for some of them somebody has said what is right. */
export function areJudged(flips: readonly Flip[]): boolean {
  return flips.some(({ label }) => label !== null);
}

/** How often each verdict is given. */
export function countVerdicts(flips: readonly Flip[]): Record<Verdict, number> {
  const counts: Record<Verdict, number> = { worse: 0, better: 0, other: 0 };
  for (const { verdict } of flips) counts[verdict] += 1;
  return counts;
}
