import { MessagesSquare } from "lucide-preact";
import { useMemo } from "preact/hooks";
import { language } from "../../language/chosen";
import { OUTCOMES, type Report } from "../../wire/report";
import { Bars } from "./charts/bars";
import { Conversations } from "./charts/conversations";
import type { Drawn } from "./charts/drawn";
import { Stages } from "./charts/stages";
import { Waits } from "./charts/waits";
import { Week } from "./charts/week";
import { format } from "./format";
import { Rule } from "./rule";
import type { Shown } from "./state";
import { Intents } from "./tables/intents";
import { Seats } from "./tables/seats";
import { type Caption, text } from "./text";
import { Tiles } from "./tiles";

/** Everything that is known of a range; `stale` while another is on its way. */
export function Panels({ shown: { range, report, before }, stale }: { shown: Shown; stale: boolean }) {
  const say = text[language.value];
  const form = useMemo(
    () => format(language.value, report.timezone, report.by),
    [language.value, report.timezone, report.by],
  );
  if (isEmpty(report)) return <Empty caption={range.kind === "today" ? say.emptyToday : say.emptyRange} />;
  const drawn: Drawn = { report, say, format: form };
  // Hours of a week want several days; without them three charts share a line.
  const size = report.by === "day" ? ({ size: "half" } as const) : {};
  return (
    <div class={stale ? "panels stale" : "panels"} aria-busy={stale}>
      <Tiles totals={report.totals} before={before} say={say} format={form} />
      <div class="charts">
        <Conversations {...drawn} />
        <Rule />
        <Stages {...drawn} />
        <Outcomes {...drawn} />
        {report.by === "day" && <Week {...drawn} />}
        <Ratings {...drawn} />
        <Reasons {...drawn} {...size} />
        <Waits {...drawn} {...size} />
        <Intents {...drawn} />
        <Seats {...drawn} />
      </div>
    </div>
  );
}

function Outcomes({ report, say, format }: Drawn) {
  const bars = useMemo(
    () => OUTCOMES.map((outcome) => ({ name: say.outcome[outcome], count: report.outcomes[outcome] })),
    [report, say],
  );
  return <Bars caption={say.charts.outcomes} of={say.charts.outcomes.title} bars={bars} format={format} />;
}

function Ratings({ report, say, format }: Drawn) {
  const bars = useMemo(() => {
    const stars = report.totals.ratings.scores.map((count, index) => ({ name: say.stars(index + 1), count }));
    return stars.reverse();
  }, [report, say]);
  return <Bars caption={say.charts.ratings} of={say.charts.ratings.title} bars={bars} format={format} />;
}

/** So many are drawn. */
const REASONS = 8;

function Reasons({ report, say, format, size }: Drawn & { size?: "half" }) {
  const bars = useMemo(
    () => report.reasons.slice(0, REASONS).map((why) => ({ name: reason(why), count: why.count })),
    [report, language.value],
  );
  return (
    <Bars caption={say.charts.reasons} of={say.reason} bars={bars} format={format} {...(size && { size })} />
  );
}

/** The shop's words are Chinese; in English its code says more. */
function reason({ reason, title }: Report["reasons"][number]): string {
  const words = reason.replaceAll("_", " ");
  return language.value === "en" ? words : (title ?? words);
}

function Empty({ caption }: { caption: Caption }) {
  return (
    <div class="empty">
      <MessagesSquare size={40} strokeWidth={1.25} aria-hidden="true" />
      <h2>{caption.title}</h2>
      <p>{caption.about}</p>
    </div>
  );
}

function isEmpty({ totals }: Report): boolean {
  const { conversations, turns, messages, deflection, ratings } = totals;
  return (
    conversations +
      turns +
      messages.customer +
      messages.seat +
      deflection.bot +
      deflection.person +
      ratings.count ===
    0
  );
}
