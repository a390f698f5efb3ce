import { Users } from "lucide-preact";
import { Avatar } from "../../design/avatar/avatar";
import { Badge } from "../../design/badge/badge";
import { EmptyState } from "../../design/empty-state/empty-state";
import { language } from "../../language/chosen";
import type { Holding, SeatView } from "../../wire/desk";
import { Waited } from "../list/waited";
import { useUi } from "../page/context";
import { customerName } from "../words/person";
import { roleWords, skillWords, stateWords } from "../words/term";
import { text } from "./text";

const ORDER = { online: 0, busy: 1, away: 2, offline: 3 };

export function Seats({ seats }: { seats: SeatView[] }) {
  const say = text[language.value];
  const sorted = [...seats].sort(
    (one, other) =>
      Number(other.connected) - Number(one.connected) ||
      ORDER[one.state] - ORDER[other.state] ||
      other.chats - one.chats ||
      one.seat.localeCompare(other.seat),
  );
  return (
    <section class="floor-seats">
      <h2>{say.seats}</h2>
      {sorted.length === 0 && <EmptyState icon={Users} title={say.nobody} about={say.nobodyAbout} />}
      <ul>
        {sorted.map((seat) => (
          <Seat key={seat.seat} seat={seat} />
        ))}
      </ul>
    </section>
  );
}

function Seat({ seat }: { seat: SeatView }) {
  const say = text[language.value];
  const full = seat.chats >= seat.capacity;
  return (
    <li class={seat.connected ? "floor-seat" : "floor-seat gone"}>
      <header>
        <Avatar id={seat.seat} name={seat.name} />
        <div>
          <b>{seat.name}</b>
          <small>
            <span class={`presence-state ${seat.connected ? seat.state : "offline"}`}>
              <i aria-hidden="true" /> {seat.connected ? stateWords(seat.state) : say.away}
            </span>{" "}
            · {roleWords(seat.role)}
          </small>
        </div>
        <div class="floor-load">
          <span>{say.chats(seat.chats, seat.capacity)}</span>
          <meter
            class={full ? "full" : ""}
            min={0}
            max={Math.max(seat.capacity, 1)}
            value={seat.chats}
            aria-label={say.chats(seat.chats, seat.capacity)}
          />
        </div>
      </header>
      {seat.skills.length > 0 && (
        <p>
          {seat.skills.map((skill) => (
            <Badge key={skill}>{skillWords(skill)}</Badge>
          ))}
        </p>
      )}
      <ul>
        {seat.holds.map((holding) => (
          <Held key={holding.conversation} holding={holding} />
        ))}
      </ul>
    </li>
  );
}

function Held({ holding: { conversation, customer, waits_since } }: { holding: Holding }) {
  const ui = useUi();
  return (
    <li>
      <button type="button" onClick={() => ui.choose(conversation)}>
        <span>{customerName(customer)}</span>
        {waits_since !== null && <Waited since={waits_since} />}
      </button>
    </li>
  );
}
