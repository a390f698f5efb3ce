import "./chooser.css";
import { language } from "../../language/chosen";
import type { Customer } from "../../wire/demo";
import { nameOf } from "../names";
import { pictureOf } from "../pictures/pictures";
import { choose, customer, customers } from "../store";
import { text } from "../text";

/** Who the reader wants to be. */
export function Chooser() {
  const say = text[language.value].who;
  return (
    <fieldset class="chooser" aria-describedby="chooser-hint">
      <legend class="step">
        <b>1</b>
        {say.title}
      </legend>
      <p class="hint" id="chooser-hint">
        {say.hint}
      </p>
      <div class="people">
        {customers.value === null
          ? Array.from({ length: 6 }, (_, place) => <span class="person waiting" key={place} />)
          : customers.value.map((one) => <Person key={one.id} one={one} />)}
      </div>
    </fieldset>
  );
}

function Person({ one }: { one: Customer }) {
  return (
    <label class="person">
      <input
        type="radio"
        name="customer"
        value={one.id}
        checked={customer.value?.id === one.id}
        onChange={() => choose(one.id)}
      />
      <img src={pictureOf("customers", one.id)} alt="" width={44} height={44} />
      <span>
        <strong>
          {nameOf(one.id, one.name, language.value)}
          {one.level === "vip" && <i>VIP</i>}
        </strong>
        <small>{one.about[language.value]}</small>
      </span>
    </label>
  );
}
