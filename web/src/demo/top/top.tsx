import "./top.css";
import { Search } from "lucide-preact";
import { language } from "../../language/chosen";
import logo from "../logo.svg?no-inline";
import { nameOf } from "../names";
import { pictureOf } from "../pictures/pictures";
import { customer, wanted } from "../store";
import { text } from "../text";

/** The head of the shop: its name, what it has, and who one is in it. */
export function Top() {
  const say = text[language.value];
  const who = customer.value;
  function find(event: SubmitEvent): void {
    event.preventDefault();
    document.getElementById("goods")?.scrollIntoView();
  }
  return (
    <header class="top">
      <div>
        <a class="sign" href="/">
          <img src={logo} alt="" width={40} height={40} />
          <span>
            <strong>{say.shop}</strong>
            <small>{say.slogan}</small>
          </span>
        </a>
        <search>
          <form onSubmit={find}>
            <Search size={18} aria-hidden="true" />
            <input
              type="search"
              aria-label={say.top.search}
              placeholder={say.top.search}
              value={wanted.value}
              maxLength={40}
              onInput={(event) => {
                wanted.value = event.currentTarget.value;
              }}
            />
          </form>
        </search>
        {who !== undefined && (
          <a class="me" href="#orders">
            <img src={pictureOf("customers", who.id)} alt="" width={32} height={32} />
            <span>{say.top.mine(nameOf(who.id, who.name, language.value))}</span>
            <b>{who.orders.length}</b>
          </a>
        )}
      </div>
    </header>
  );
}
