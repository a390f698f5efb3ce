import "../../design/controls.css";
import "./dashboard.css";
import { CircleAlert, Printer, RefreshCw } from "lucide-preact";
import { language } from "../../language/chosen";
import { useSession } from "../frame/session";
import { useFigures } from "./figures";
import { format } from "./format";
import { Panels } from "./panels";
import { days, type Range, today } from "./range";
import { RangePicker } from "./range-picker";
import { Skeleton } from "./skeleton";
import { isStale, type State } from "./state";
import { type DashboardText, text } from "./text";

/** How the shop is doing. */
export function Dashboard() {
  const { state, choose, refresh } = useFigures(useSession().signedOut);
  const { range, shown, failure } = state.value;
  const say = text[language.value];
  const zone = shown?.report.timezone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <div class="dashboard">
      <header>
        <div>
          <h1>{say.title}</h1>
          <Standing state={state.value} say={say} />
        </div>
        <div class="tools">
          <RangePicker range={range} today={today(new Date(), zone)} onChosen={choose} />
          <button
            type="button"
            class="button quiet"
            aria-label={say.refresh}
            title={say.refresh}
            onClick={refresh}
          >
            <RefreshCw size={16} aria-hidden="true" />
          </button>
          <button
            type="button"
            class="button quiet"
            aria-label={say.print}
            title={say.print}
            onClick={() => print()}
          >
            <Printer size={16} aria-hidden="true" />
          </button>
        </div>
      </header>
      <div role="alert">
        {failure !== null && (
          <p class="failure">
            <CircleAlert size={16} aria-hidden="true" />
            {say.failure[failure]}
            <button type="button" class="button" onClick={refresh}>
              {say.again}
            </button>
          </p>
        )}
      </div>
      {shown !== null ? (
        <Panels shown={shown} stale={isStale(state.value)} />
      ) : (
        failure === null && <Skeleton />
      )}
    </div>
  );
}

/** Of which days, by whose clock, and as of when. */
function Standing({ state: { range, shown }, say }: { state: State; say: DashboardText }) {
  if (shown === null) return <p class="standing">{say.loading}…</p>;
  const { report } = shown;
  const form = format(language.value, report.timezone, report.by);
  return (
    <p class="standing">
      <strong>{period(range, report.timezone, form.day)}</strong>
      <span>{say.asOf(form.time(report.as_of))}</span>
      <span>{say.shopTime(report.timezone)}</span>
      {report.behind > 0 && <span class="behind">{say.behind(form.count(report.behind))}</span>}
    </p>
  );
}

function period(range: Range, zone: string, day: (day: string) => string): string {
  const { from, until } = days(range, today(new Date(), zone));
  return from === until ? day(from) : `${day(from)} – ${day(until)}`;
}
