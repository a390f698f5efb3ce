import { FIGURES, type Figure, type Report } from "../../wire/measure";

/** A figure with its interval. */
export interface Measured {
  share: number;
  from: number;
  until: number;
}

export interface Compared {
  figure: Figure;
  live: Measured | null;
  draft: Measured | null;
  /** Of the draft, over what is live; null where one of the two is. */
  change: number | null;
  /** `same` where nobody would see a difference, and `other` where more is neither better nor worse. */
  verdict: "better" | "worse" | "same" | "other" | null;
}

/** Of costs and errors less is better. That more is answered is only good where it is right. */
const GOOD: Record<Figure, "more" | "less" | null> = {
  accuracy: "more",
  coverage: null,
  precision_when_answering: "more",
  oos_recall: "more",
  macro_f1: "more",
  ece: "less",
  cost_per_message: "less",
};

/** Smaller differences are not seen in figures that are told to a tenth of a per cent. */
const SEEN = 0.0005;

/** Figure by figure, what is live and the draft. */
export function compare(live: Report, draft: Report): Compared[] {
  return FIGURES.map((figure) => {
    const [before, after] = [measured(live, figure), measured(draft, figure)];
    const change = before === null || after === null ? null : after.share - before.share;
    return { figure, live: before, draft: after, change, verdict: judge(figure, change) };
  });
}

function measured(report: Report, figure: Figure): Measured | null {
  const [share, between] = [report[figure], report[`${figure}_ci95`]];
  return share === null || between === null ? null : { share, from: between[0], until: between[1] };
}

function judge(figure: Figure, change: number | null): Compared["verdict"] {
  if (change === null) return null;
  if (Math.abs(change) < SEEN) return "same";
  const good = GOOD[figure];
  if (good === null) return "other";
  return change > 0 === (good === "more") ? "better" : "worse";
}
