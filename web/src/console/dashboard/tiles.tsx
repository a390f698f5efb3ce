import "./tiles.css";
import { ArrowDown, ArrowUp, Minus } from "lucide-preact";
import type { Totals } from "../../wire/report";
import { type Change, compare } from "./change";
import type { Format } from "./format";
import type { DashboardText, Meaning } from "./text";

interface TilesProps {
  totals: Totals;
  before: Totals | null;
  say: DashboardText;
  format: Format;
}

/** What one wants to know first. */
export function Tiles({ totals, before, say, format }: TilesProps) {
  const { deflection, waits, first_replies: replies, ratings } = totals;
  const { count, share, seconds, stars } = format;
  const { figures, details } = say;
  const changes = compare(totals, before);
  const within = (p90: number | null) => (p90 === null ? null : seconds(p90));
  const tile = (meaning: Meaning, value: string, detail: string, change: Change | null) => (
    <Tile key={meaning.name} {...{ meaning, value, detail, change, say, format }} />
  );
  return (
    <section class="tiles" aria-label={say.headline}>
      {tile(
        figures.conversations,
        count(totals.conversations),
        details.conversations(count(totals.turns), count(totals.messages.customer)),
        changes.conversations,
      )}
      {tile(
        figures.deflection,
        share(deflection.share),
        details.deflection(count(deflection.bot), count(deflection.person)),
        changes.deflection,
      )}
      {tile(
        figures.handoffs,
        count(totals.handoffs),
        details.handoffs(count(deflection.person)),
        changes.handoffs,
      )}
      {tile(
        figures.waits,
        seconds(waits.median),
        details.waits(within(waits.p90), count(waits.abandoned)),
        changes.waits,
      )}
      {tile(figures.replies, seconds(replies.median), details.replies(within(replies.p90)), changes.replies)}
      {tile(figures.ratings, stars(ratings.mean), details.ratings(count(ratings.count)), changes.ratings)}
    </section>
  );
}

interface TileProps {
  meaning: Meaning;
  value: string;
  detail: string;
  change: Change | null;
  say: DashboardText;
  format: Format;
}

function Tile({ meaning, value, detail, change, say, format }: TileProps) {
  return (
    <article class="tile">
      <h2>{meaning.name}</h2>
      <p class="value">
        <strong>{value}</strong>
        {change === null ? (
          <span class="change" title={say.fresh}>
            <span class="unseen">{say.fresh}</span>
          </span>
        ) : (
          <Shift change={change} say={say} format={format} />
        )}
      </p>
      <p class="detail">{detail}</p>
      <p class="means">{meaning.means}</p>
    </article>
  );
}

function Shift({ change, say, format }: { change: Change; say: DashboardText; format: Format }) {
  const shown = shift(change, say, format);
  const Icon = change.by > 0 ? ArrowUp : change.by < 0 ? ArrowDown : Minus;
  return (
    <span class={`change ${change.is}`} title={say.against}>
      <Icon size={14} aria-hidden="true" />
      {shown}
      <span class="unseen"> {say.against}</span>
    </span>
  );
}

function shift({ by, unit }: Change, say: DashboardText, format: Format): string {
  if (by === 0) return say.same;
  switch (unit) {
    case "share":
      return format.change(by);
    case "points":
      return `${format.points(by)} ${say.points}`;
    case "stars":
      return format.points(by);
  }
}
