import "./good-card.css";
import { MessageCircleQuestion } from "lucide-preact";
import { language } from "../../language/chosen";
import type { Good } from "../../wire/demo";
import { yuan } from "../format";
import { nameOf } from "../names";
import { pictureOf } from "../pictures/pictures";
import { aboutGood } from "../questions";
import { text } from "../text";
import { compose } from "../widget";
import { groupOf } from "./groups";

/** Fewer than this are few. */
const FEW = 40;

export function GoodCard({ good }: { good: Good }) {
  const say = text[language.value].goods;
  const name = nameOf(good.id, good.name, language.value);
  return (
    <li class="good">
      <div class={`picture ${groupOf(good.category)}`}>
        <img src={pictureOf("goods", good.id)} alt="" width={160} height={160} loading="lazy" />
      </div>
      <h3>{name}</h3>
      <p class="price">{yuan(good.price, language.value)}</p>
      <p class={good.stock < FEW ? "stock few" : "stock"}>{stock(good)}</p>
      <button type="button" onClick={() => compose(aboutGood(good))}>
        <MessageCircleQuestion size={15} aria-hidden="true" />
        {say.ask}
        <span class="unseen">{name}</span>
      </button>
    </li>
  );
}

function stock({ stock, restock_days }: Good): string {
  const say = text[language.value].goods;
  if (stock === 0) return say.restock(restock_days);
  return stock < FEW ? say.few(stock) : say.stock(stock);
}
