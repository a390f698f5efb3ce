import "./card-view.css";
import { Package, Truck } from "lucide-preact";
import { Badge } from "../../design/badge/badge";
import { language } from "../../language/chosen";
import type { Card } from "../../wire/shared";
import { type Order, readOrder } from "../state/order";
import { statusWords } from "../words/term";
import { dateAndTime } from "../words/time";

/** The card that the customer sees, in short. Of a kind that is not known nothing is drawn. */
export function CardView({ card: { kind, data } }: { card: Card }) {
  const order = kind === "order" || kind === "parcel" ? readOrder(data) : null;
  return order === null ? null : <OrderCard order={order} parcel={kind === "parcel"} />;
}

function OrderCard({ order, parcel }: { order: Order; parcel: boolean }) {
  const Icon = parcel ? Truck : Package;
  const number = parcel ? [order.carrier, order.trackingNo].filter(Boolean).join(" ") : order.no;
  return (
    <section class="card-view">
      <header>
        <Icon size={15} aria-hidden="true" />
        <b>{number}</b>
        {order.status !== null && <Badge tone="accent">{statusWords(order.status)}</Badge>}
      </header>
      {order.items.map(({ product, quantity, price }) => (
        <p key={product}>
          <span>
            {product} ×{quantity}
          </span>
          {price !== null && <span>{yuan(price)}</span>}
        </p>
      ))}
      {order.scans.slice(0, 3).map(({ at, text }) => (
        <p key={`${at} ${text}`} class="scan">
          <span>{text}</span>
          {at !== null && <time dateTime={at}>{dateAndTime(at)}</time>}
        </p>
      ))}
    </section>
  );
}

export function yuan(amount: number): string {
  return new Intl.NumberFormat(language.value, { style: "currency", currency: "CNY" }).format(amount);
}
