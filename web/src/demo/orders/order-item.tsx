import "./order-item.css";
import { MessageCircleQuestion } from "lucide-preact";
import { language } from "../../language/chosen";
import type { Order, OrderStatus } from "../../wire/demo";
import { when, yuan } from "../format";
import { nameOf } from "../names";
import { pictureOf } from "../pictures/pictures";
import { aboutOrder } from "../questions";
import { text } from "../text";
import { compose } from "../widget";

/** From the order to the door; a parcel has reached as many of these steps. */
const STEPS = 5;

export function OrderItem({ order }: { order: Order }) {
  const say = text[language.value].orders;
  const [first, ...rest] = order.items;
  const reached = progress(order.status);
  const title = first === undefined ? "" : nameOf(first.product_id, first.product, language.value);
  const pieces = order.items.reduce((sum, item) => sum + item.quantity, 0);
  return (
    <li class="order">
      {first !== undefined && (
        <img src={pictureOf("goods", first.product_id)} alt="" width={52} height={52} />
      )}
      <div class="what">
        <p class="title">
          {title}
          {rest.length > 0 && ` ${say.pieces(pieces)}`}
        </p>
        <p class="facts">
          {yuan(order.amount, language.value)}
          {rest.length === 0 && pieces > 1 && ` × ${pieces}`} · {say.number(order.order_no.slice(-4))}
        </p>
      </div>
      <span class={`status ${tone(order.status)}`} key={order.status}>
        {say.status[order.status]}
      </span>
      {reached !== null && (
        <div class="parcel">
          <progress max={STEPS} value={reached} aria-label={say.steps} />
          {order.latest !== null && (
            <p>
              <time dateTime={order.latest.at}>{when(order.latest.at, language.value)}</time>{" "}
              <span lang="zh-CN">{order.latest.text}</span>
            </p>
          )}
        </div>
      )}
      <button type="button" onClick={() => compose(aboutOrder(order))}>
        <MessageCircleQuestion size={15} aria-hidden="true" />
        {say.ask}
        <span class="unseen">
          {title} {say.number(order.order_no.slice(-4))}
        </span>
      </button>
    </li>
  );
}

/** How far a parcel has come; none where it is no longer on its way. */
function progress(status: OrderStatus): number | null {
  switch (status) {
    case "paid":
      return 1;
    case "shipped":
      return 2;
    case "in_transit":
      return 3;
    case "out_for_delivery":
      return 4;
    case "delivered":
      return STEPS;
    case "pending_payment":
    case "completed":
    case "cancelled":
    case "refunding":
    case "refunded":
      return null;
  }
}

function tone(status: OrderStatus): "moving" | "waiting" | "done" | "over" {
  switch (status) {
    case "shipped":
    case "in_transit":
    case "out_for_delivery":
      return "moving";
    case "pending_payment":
    case "paid":
    case "refunding":
      return "waiting";
    case "delivered":
    case "completed":
      return "done";
    case "cancelled":
    case "refunded":
      return "over";
  }
}
