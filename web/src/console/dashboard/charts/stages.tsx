import { axisX, axisY, barY, gridY, pointerX, ruleY, stackY, tip } from "@observablehq/plot";
import { useCallback } from "preact/hooks";
import { STAGES } from "../../../wire/report";
import { Chart } from "./chart";
import { bands, type Drawn, times, whole } from "./drawn";
import { draw, TIP } from "./plot";

/** By which stage messages were understood. */
export function Stages({ report, say, format }: Drawn) {
  const { buckets, stages } = report;
  const { turns } = report.totals;
  const picture = useCallback(
    (width: number) => {
      const parts = buckets.flatMap(({ at, stages }) =>
        STAGES.map((stage) => ({ at, stage, turns: stages[stage] })),
      );
      const color = { domain: [...STAGES], range: STAGES.map((stage) => `var(--chart-${stage})`) };
      return draw({
        width,
        height: 240,
        marginLeft: 36,
        marginRight: 8,
        x: bands(buckets),
        y: { label: null, nice: true },
        color,
        marks: [
          gridY({ strokeOpacity: 0.12 }),
          axisX(times(buckets, width, format)),
          axisY({ label: null, tickSize: 0, ticks: 4, tickFormat: whole }),
          barY(
            parts,
            stackY({ order: [...STAGES] }, { x: "at", y: "turns", fill: "stage", z: "stage", insetTop: 0.5 }),
          ),
          ruleY([0], { stroke: "var(--line-strong)" }),
          tip(
            buckets,
            pointerX({
              ...TIP,
              x: "at",
              y: "turns",
              title: (bucket) =>
                [
                  format.bucket(bucket.at),
                  ...STAGES.map((stage) => `${say.stage[stage]}  ${format.count(bucket.stages[stage])}`),
                ].join("\n"),
            }),
          ),
        ],
      });
    },
    [buckets, say, format],
  );
  return (
    <Chart
      caption={say.charts.stages}
      legend={STAGES.map((stage) => ({
        name: say.stage[stage],
        series: stage,
        detail: format.share(turns === 0 ? null : stages[stage] / turns),
      }))}
      draw={picture}
      rows={{
        head: [say.time, ...STAGES.map((stage) => say.stage[stage])],
        lines: buckets.map((bucket) => [
          format.bucket(bucket.at),
          ...STAGES.map((stage) => format.count(bucket.stages[stage])),
        ]),
      }}
      empty={turns === 0}
      size="wide"
    />
  );
}
