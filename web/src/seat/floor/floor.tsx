import "./floor.css";
import { LayoutGrid } from "lucide-preact";
import { EmptyState } from "../../design/empty-state/empty-state";
import { language } from "../../language/chosen";
import type { FloorView } from "../../wire/desk";
import { Waited } from "../list/waited";
import { sentence } from "../words/error";
import { dateAndTime } from "../words/time";
import { Queues } from "./queues";
import { Seats } from "./seats";
import { text } from "./text";
import { useFloor } from "./use-floor";

/** For supervisors: everybody who answers, everybody who waits. */
export function Floor() {
  const say = text[language.value];
  const { floor, failed } = useFloor();
  if (floor === null) {
    const title = failed === null ? say.loading : failed === "not_found" ? say.unsupported : sentence(failed);
    return (
      <main class="floor">
        <EmptyState icon={LayoutGrid} title={title} />
      </main>
    );
  }
  return (
    <main class="floor">
      <h1 class="unseen">{say.label}</h1>
      <Totals floor={floor} />
      {!floor.hours.open && (
        <p class="floor-closed">
          {say.closed}
          {floor.hours.opens_at !== null && ` · ${say.opens(dateAndTime(floor.hours.opens_at))}`}
        </p>
      )}
      <div class="floor-columns">
        <Seats seats={floor.seats} />
        <Queues queues={floor.queues} />
      </div>
    </main>
  );
}

function Totals({ floor: { seats, queues } }: { floor: FloorView }) {
  const say = text[language.value].totals;
  const holds = seats.flatMap((seat) => seat.holds);
  const oldest = queues.flatMap(({ oldest_since }) => oldest_since ?? []).sort()[0];
  const numbers: [string, number][] = [
    [say.online, seats.filter(({ state, connected }) => connected && state === "online").length],
    [say.chats, seats.reduce((sum, { chats }) => sum + chats, 0)],
    [say.unanswered, holds.filter(({ waits_since }) => waits_since !== null).length],
    [say.waiting, queues.reduce((sum, { waiting }) => sum + waiting, 0)],
  ];
  return (
    <dl class="totals">
      {numbers.map(([title, number]) => (
        <div key={title}>
          <dt>{title}</dt>
          <dd>{number}</dd>
        </div>
      ))}
      <div>
        <dt>{say.longest}</dt>
        <dd>{oldest === undefined ? "–" : <Waited since={oldest} />}</dd>
      </div>
    </dl>
  );
}
