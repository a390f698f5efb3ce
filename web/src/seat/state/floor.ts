/** What concerns the seat more than one conversation: who it is, who waits, what it is offered. */

import type { Presence, SeatHears, Waiting } from "../../wire/seat";

type Welcome = Extract<SeatHears, { type: "welcome" }>;

export type Offered = Pick<Extract<SeatHears, { type: "offer" }>, "conversation"> &
  Partial<Extract<SeatHears, { type: "offer" }>>;

export interface Floor {
  readonly me: { readonly seat: string; readonly name: string; readonly role: string } | null;
  readonly state: Presence;
  readonly capacity: number;
  /** In the order in which they are to be served. */
  readonly queue: readonly Waiting[];
  readonly offers: readonly Offered[];
}

export const nowhere: Floor = { me: null, state: "away", capacity: 0, queue: [], offers: [] };

/** What changes nothing here comes back as it was. */
export function foldFloor(floor: Floor, message: SeatHears): Floor {
  switch (message.type) {
    case "welcome":
      return welcome(floor, message);
    case "presence":
      return { ...floor, state: message.state, capacity: message.capacity };
    case "waiting": {
      const { type: _, ...waiting } = message;
      return { ...floor, queue: [...without(floor.queue, waiting.conversation), waiting].sort(before) };
    }
    case "not_waiting":
      return {
        ...floor,
        queue: without(floor.queue, message.conversation),
        offers: without(floor.offers, message.conversation),
      };
    case "offer":
      return { ...floor, offers: [...without(floor.offers, message.conversation), message] };
    case "withdrawn":
    case "taken":
      return { ...floor, offers: without(floor.offers, message.conversation) };
    default:
      return floor;
  }
}

/** Declined, or its time is over. */
export function dropOffer(floor: Floor, conversation: string): Floor {
  return { ...floor, offers: without(floor.offers, conversation) };
}

function welcome(floor: Floor, { seat, name, role, state, capacity, offered, queue }: Welcome): Floor {
  const offers = offered.map(
    (conversation) => floor.offers.find((offer) => offer.conversation === conversation) ?? { conversation },
  );
  return { me: { seat, name, role }, state, capacity, queue, offers };
}

function without<T extends { conversation: string }>(all: readonly T[], conversation: string): T[] {
  return all.filter((one) => one.conversation !== conversation);
}

/** How much earlier an urgent or a VIP customer stands, in milliseconds; as the desk's settings have it unless a shop changes them. */
const URGENT = 15 * 60_000;
const VIP = 5 * 60_000;

function before(one: Waiting, other: Waiting): number {
  return standing(one) - standing(other);
}

function standing({ since, urgent, vip }: Waiting): number {
  return Date.parse(since) - (urgent ? URGENT : vip ? VIP : 0);
}
