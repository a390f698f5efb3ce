import "./orders.css";
import { useSignal } from "@preact/signals";
import { PackageOpen } from "lucide-preact";
import { language } from "../../language/chosen";
import { nameOf } from "../names";
import { customer } from "../store";
import { text } from "../text";
import { OrderItem } from "./order-item";

/** So many are shown at first. */
const FEW = 3;

/** The customer's orders as they are now. */
export function Orders() {
  const all = useSignal(false);
  const say = text[language.value].orders;
  const who = customer.value;
  if (who === undefined) return <section class="card orders waiting" id="orders" aria-busy="true" />;
  const { orders } = who;
  const shown = all.value ? orders : orders.slice(0, FEW);
  return (
    <section class="card orders" id="orders" aria-labelledby="orders-title">
      <h2 class="step" id="orders-title">
        {say.title(nameOf(who.id, who.name, language.value))}
      </h2>
      {orders.length === 0 ? (
        <div class="none">
          <PackageOpen size={40} strokeWidth={1.25} aria-hidden="true" />
          <p>{say.none}</p>
          <p class="hint">{say.noneHint}</p>
        </div>
      ) : (
        <ul>
          {shown.map((order) => (
            <OrderItem key={order.order_no} order={order} />
          ))}
        </ul>
      )}
      {orders.length > FEW && (
        <button
          type="button"
          class="button quiet"
          aria-expanded={all.value}
          onClick={() => {
            all.value = !all.value;
          }}
        >
          {all.value ? say.fewer : say.more(orders.length - FEW)}
        </button>
      )}
    </section>
  );
}
