import type { Card } from "../../../wire/shared";
import { Data } from "./data";
import { OrderCard } from "./order";
import { ParcelCard } from "./parcel";

/** A card of a kind that is known. */
export function Drawn({ card }: { card: Card }) {
  const data = new Data(card.data);
  if (card.kind === "parcel") return <ParcelCard parcel={data} />;
  if (card.kind === "order") return <OrderCard order={data} />;
  return null;
}
