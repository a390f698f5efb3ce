import { expect, test } from "@playwright/test";
import { compare } from "../../src/console/report/compare";
import { FIGURES, type Report } from "../../src/wire/measure";

/** A report whose figures are all the same, but for some. */
function report(all: number, others: Partial<Record<(typeof FIGURES)[number], number | null>> = {}): Report {
  const figures = FIGURES.flatMap((figure) => {
    const value = figure in others ? others[figure] : all;
    return [
      [figure, value],
      [`${figure}_ci95`, value == null ? null : [value - 0.1, value + 0.1]],
    ];
  });
  return { ...Object.fromEntries(figures), n: 100 };
}

test("a draft is better where more is right, or less is wrong", () => {
  const check = (live: Report, draft: Report, expected: Record<string, string | null>) => {
    const verdicts = compare(live, draft).map(({ figure, verdict }) => [figure, verdict]);
    expect(Object.fromEntries(verdicts)).toMatchObject(expected);
  };
  check(report(0.8), report(0.9), { accuracy: "better", coverage: "other", ece: "worse" });
  check(report(0.8), report(0.7), { accuracy: "worse", coverage: "other", cost_per_message: "better" });
  check(report(0.8), report(0.8004), { accuracy: "same", coverage: "same", ece: "same" });
  check(report(0.8, { oos_recall: null }), report(0.9), { oos_recall: null, macro_f1: "better" });
});

test("figures keep their intervals", () => {
  const [accuracy] = compare(report(0.5), report(0.75));
  expect(accuracy).toMatchObject({
    live: { share: 0.5, from: 0.4, until: 0.6 },
    draft: { share: 0.75, from: 0.65, until: 0.85 },
    change: 0.25,
  });
});
