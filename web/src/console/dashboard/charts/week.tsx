import { axisX, axisY, cell, pointer, tip } from "@observablehq/plot";
import { useCallback } from "preact/hooks";
import { Chart } from "./chart";
import type { Drawn } from "./drawn";
import { draw, TIP } from "./plot";

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

interface Cell {
  day: number;
  hour: number;
  turns: number;
}

/** When in the week it is busy. */
export function Week({ report, say, format }: Drawn) {
  const { weekdays } = report;
  const picture = useCallback(
    (width: number) => {
      const cells: Cell[] = weekdays.flatMap((hours, day) =>
        hours.map((turns, hour) => ({ day, hour, turns })),
      );
      return draw({
        width,
        height: 7 * 26 + 28,
        marginTop: 2,
        marginLeft: 44,
        marginRight: 2,
        padding: 0.08,
        x: { domain: HOURS, label: null },
        y: { domain: [0, 1, 2, 3, 4, 5, 6], label: null },
        opacity: { range: [0, 1], zero: true },
        marks: [
          cell(cells, { x: "hour", y: "day", fill: "var(--sunken)", rx: 2 }),
          cell(cells, { x: "hour", y: "day", fill: "var(--chart-bot)", fillOpacity: "turns", rx: 2 }),
          axisX({ label: null, tickSize: 0, ticks: HOURS.filter((hour) => hour % 3 === 0) }),
          axisY({ label: null, tickSize: 0, tickFormat: (day: number) => format.weekdays[day] ?? "" }),
          tip(
            cells,
            pointer({
              ...TIP,
              x: "hour",
              y: "day",
              title: (one: Cell) => `${moment(one)}\n${say.series.turns}  ${format.count(one.turns)}`,
            }),
          ),
        ],
      });
      function moment({ day, hour }: Cell): string {
        return `${format.weekdays[day] ?? ""} ${hour}:00–${hour + 1}:00`;
      }
    },
    [weekdays, say, format],
  );
  return (
    <Chart
      caption={say.charts.week}
      draw={picture}
      rows={{
        head: [say.weekday, ...HOURS.map(String)],
        lines: weekdays.map((hours, day) => [format.weekdays[day] ?? "", ...hours.map(format.count)]),
      }}
      empty={report.totals.turns === 0}
      size="wide"
    />
  );
}
