import { axisX, axisY, dot, gridY, lineY, pointerX, ruleY, tip } from "@observablehq/plot";
import { useCallback } from "preact/hooks";
import type { Bucket } from "../../../wire/report";
import { Chart } from "./chart";
import { bands, type Drawn, times } from "./drawn";
import { draw, TIP } from "./plot";

/** How long customers waited for a person. */
export function Waits({ report, say, format, size }: Drawn & { size?: "half" }) {
  const { buckets } = report;
  const picture = useCallback(
    (width: number) =>
      draw({
        width,
        height: 220,
        marginLeft: 60,
        marginRight: 8,
        x: bands(buckets),
        y: { label: null, nice: true, zero: true },
        marks: [
          gridY({ strokeOpacity: 0.12 }),
          axisX(times(buckets, width, format)),
          axisY({
            label: null,
            tickSize: 0,
            ticks: 4,
            tickFormat: (seconds: number) => format.seconds(seconds),
          }),
          lineY(buckets, { x: "at", y: wait, stroke: "var(--chart-person)", strokeWidth: 2 }),
          dot(buckets, { x: "at", y: wait, fill: "var(--chart-person)", r: 3 }),
          ruleY([0], { stroke: "var(--line-strong)" }),
          tip(
            buckets.filter(({ wait_median }) => wait_median !== null),
            pointerX({
              ...TIP,
              x: "at",
              y: wait,
              title: (bucket) =>
                `${format.bucket(bucket.at)}\n${say.series.wait}  ${format.seconds(bucket.wait_median)}`,
            }),
          ),
        ],
      }),
    [buckets, say, format],
  );
  return (
    <Chart
      caption={say.charts.waits}
      draw={picture}
      rows={{
        head: [say.time, say.series.wait],
        lines: buckets.map((bucket) => [format.bucket(bucket.at), format.seconds(bucket.wait_median)]),
      }}
      empty={report.totals.waits.count === 0}
      {...(size && { size })}
    />
  );
}

/** A gap where nobody was taken out of the queue. */
function wait({ wait_median }: Bucket): number {
  return wait_median ?? Number.NaN;
}
