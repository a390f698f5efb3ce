import { useWidget } from "../context";
import type { Data } from "./data";
import { Head } from "./head";

export function OrderCard({ order }: { order: Data }) {
  const { texts, formats } = useWidget();
  const amount = order.number("amount");
  const created = order.time("created_at");
  return (
    <section class="card" aria-label={texts.order}>
      <Head
        icon="order"
        title={texts.order}
        what={texts.orderNo}
        number={order.text("order_no")}
        status={order.text("status")}
      />
      <ul class="items">
        {order.list("items").map((item) => (
          <Item key={item.text("product_id") ?? item.text("product")} item={item} />
        ))}
      </ul>
      <footer>
        {created !== null && (
          <small>
            {texts.placed} {formats.moment(created)}
          </small>
        )}
        {amount !== null && (
          <span class="total">
            {texts.total} <b>{formats.money(amount)}</b>
          </span>
        )}
      </footer>
    </section>
  );
}

function Item({ item }: { item: Data }) {
  const { formats } = useWidget();
  const price = item.number("price");
  const promotion = item.text("promotion");
  return (
    <li>
      <span class="product">
        {item.text("product")}
        {promotion !== null && <span class="tag">{promotion}</span>}
      </span>
      <span class="muted">×{item.number("quantity") ?? 1}</span>
      {price !== null && <span>{formats.money(price)}</span>}
    </li>
  );
}
