import { axisX, axisY, barY, gridY, lineY, pointerX, ruleY, tip } from "@observablehq/plot";
import { useCallback, useMemo } from "preact/hooks";
import { Chart } from "./chart";
import { bands, course, type Drawn, times, whole } from "./drawn";
import { draw, TIP } from "./plot";

const line = { x: "at", y: "conversations", stroke: "var(--chart-line)", strokeWidth: 2 } as const;

/** Who had the conversations that came to an end, and how many began. */
export function Conversations({ report, say, format }: Drawn) {
  const { buckets } = report;
  const { over, underWay } = useMemo(() => course(report), [report]);
  const picture = useCallback(
    (width: number) =>
      draw({
        width,
        height: 260,
        marginLeft: 36,
        marginRight: 8,
        x: bands(buckets),
        y: { label: null, nice: true },
        marks: [
          gridY({ strokeOpacity: 0.12 }),
          axisX(times(buckets, width, format)),
          axisY({ label: null, tickSize: 0, ticks: 4, tickFormat: whole }),
          barY(buckets, { x: "at", y: "bot", fill: "var(--chart-bot)", inset: 1 }),
          barY(buckets, {
            x: "at",
            y1: "bot",
            y2: (bucket) => bucket.bot + bucket.person,
            fill: "var(--chart-person)",
            inset: 1,
          }),
          lineY(over, { ...line, marker: buckets.length < 40 ? "circle" : null }),
          lineY(underWay, { ...line, strokeDasharray: "2 4" }),
          ruleY([0], { stroke: "var(--line-strong)" }),
          tip(
            buckets,
            pointerX({
              ...TIP,
              x: "at",
              y: (bucket) => Math.max(bucket.conversations, bucket.bot + bucket.person),
              title: (bucket) =>
                [
                  format.bucket(bucket.at),
                  `${say.series.conversations}  ${format.count(bucket.conversations)}`,
                  `${say.series.bot}  ${format.count(bucket.bot)}`,
                  `${say.series.person}  ${format.count(bucket.person)}`,
                ].join("\n"),
            }),
          ),
        ],
      }),
    [buckets, over, underWay, say, format],
  );
  const { bot, person } = report.totals.deflection;
  return (
    <Chart
      caption={say.charts.conversations}
      legend={[
        { name: say.series.bot, series: "bot", detail: format.count(bot) },
        { name: say.series.person, series: "person", detail: format.count(person) },
        {
          name: say.series.conversations,
          series: "line",
          detail: format.count(report.totals.conversations),
        },
      ]}
      draw={picture}
      rows={{
        head: [say.time, say.series.conversations, say.series.bot, say.series.person],
        lines: buckets.map((bucket) => [
          format.bucket(bucket.at),
          format.count(bucket.conversations),
          format.count(bucket.bot),
          format.count(bucket.person),
        ]),
      }}
      empty={report.totals.conversations + bot + person === 0}
      size="wide"
    />
  );
}
