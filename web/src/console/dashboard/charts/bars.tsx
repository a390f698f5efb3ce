import { axisY, barX, ruleX, text } from "@observablehq/plot";
import { useCallback } from "preact/hooks";
import { language } from "../../../language/chosen";
import type { Format } from "../format";
import { type Caption, text as texts } from "../text";
import { Chart } from "./chart";
import { draw } from "./plot";

export interface Bar {
  /** One bar each. */
  name: string;
  count: number;
}

interface BarsProps {
  caption: Caption;
  /** What the bars are of, for the table. */
  of: string;
  bars: Bar[];
  format: Format;
  size?: "half";
}

const BAR = 30;

/** Counts side by side, each with its share of all. */
export function Bars({ caption, of, bars, format, size }: BarsProps) {
  const say = texts[language.value];
  const sum = bars.reduce((sum, { count }) => sum + count, 0);
  const share = ({ count }: Bar) => format.share(sum === 0 ? null : count / sum);
  const picture = useCallback(
    (width: number) =>
      draw({
        width,
        height: bars.length * BAR + 8,
        marginTop: 4,
        marginBottom: 4,
        marginLeft: Math.min(132, width * 0.4),
        marginRight: 96,
        x: { axis: null },
        y: { domain: bars.map(({ name }) => name), padding: 0.35, label: null },
        marks: [
          axisY({ label: null, tickSize: 0, lineWidth: 10, textOverflow: "ellipsis" }),
          barX(bars, { x: "count", y: "name", fill: "var(--chart-bot)", rx: 2 }),
          text(bars, {
            x: "count",
            y: "name",
            text: (bar: Bar) => `${format.count(bar.count)} · ${share(bar)}`,
            textAnchor: "start",
            dx: 6,
          }),
          ruleX([0], { stroke: "var(--line-strong)" }),
        ],
      }),
    [bars, format],
  );
  return (
    <Chart
      caption={caption}
      draw={picture}
      rows={{
        head: [of, say.count, say.share],
        lines: bars.map((bar) => [bar.name, format.count(bar.count), share(bar)]),
      }}
      empty={sum === 0}
      {...(size && { size })}
    />
  );
}
