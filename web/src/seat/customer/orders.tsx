import "./orders.css";
import { useSignal } from "@preact/signals";
import { Copy } from "lucide-preact";
import { Badge, type Tone } from "../../design/badge/badge";
import { say as tell } from "../../design/toast/toast";
import { language } from "../../language/chosen";
import { type Order, readOrder } from "../state/order";
import { yuan } from "../talk/card-view";
import { statusWords } from "../words/term";
import { date } from "../words/time";
import { text } from "./text";

/** As many stand there at first. */
const FIRST = 3;

export function Orders({ orders }: { orders: Record<string, unknown>[] }) {
  const say = text[language.value];
  const all = useSignal(false);
  const known = orders.map(readOrder).filter((order) => order !== null);
  if (known.length === 0) return <p class="customer-empty">{say.noOrders}</p>;
  const shown = all.value ? known : known.slice(0, FIRST);
  return (
    <>
      <ul class="orders">
        {shown.map((order) => (
          <OrderView key={order.no} order={order} />
        ))}
      </ul>
      {known.length > shown.length && (
        <button
          type="button"
          class="quiet-button"
          onClick={() => {
            all.value = true;
          }}
        >
          {say.more(known.length - shown.length)}
        </button>
      )}
    </>
  );
}

function OrderView({ order }: { order: Order }) {
  return (
    <li>
      <header>
        <CopyButton value={order.no} />
        {order.status !== null && <Badge tone={tone(order.status)}>{statusWords(order.status)}</Badge>}
      </header>
      {order.items.map(({ product, quantity }) => (
        <p key={product}>
          <span>{product}</span>
          <span>×{quantity}</span>
        </p>
      ))}
      <footer>
        {order.amount !== null && <b>{yuan(order.amount)}</b>}
        {order.createdAt !== null && <time dateTime={order.createdAt}>{date(order.createdAt)}</time>}
        {order.trackingNo !== null && (
          <span>
            {order.carrier} <CopyButton value={order.trackingNo} />
          </span>
        )}
      </footer>
    </li>
  );
}

function CopyButton({ value }: { value: string }) {
  const say = text[language.value];
  return (
    <button
      type="button"
      class="copy"
      title={say.copy}
      onClick={() =>
        navigator.clipboard?.writeText(value).then(
          () => tell.done(say.copied),
          () => undefined,
        )
      }
    >
      {value}
      <Copy size={12} aria-hidden="true" />
    </button>
  );
}

function tone(status: string): Tone {
  switch (status) {
    case "pending_payment":
    case "refunding":
      return "warning";
    case "shipped":
    case "in_transit":
    case "out_for_delivery":
      return "accent";
    case "delivered":
    case "completed":
      return "good";
    default:
      return "plain";
  }
}
