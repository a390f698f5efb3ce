import "./counter.css";
import { ArrowUpRight, ChartColumn, Headset, Store } from "lucide-preact";
import type { ComponentChildren } from "preact";
import { language } from "../../language/chosen";
import { DOCS } from "../links";
import { text } from "../text";
import { Tag } from "./tag";

/** Where the shop's people work, and how another shop gets the same. */
export function Counter() {
  const say = text[language.value].counter;
  return (
    <section class="counter" aria-labelledby="counter-title">
      <h2 class="step" id="counter-title">
        <b>3</b>
        {say.title}
      </h2>
      <div class="doors">
        <Door
          icon={<Headset size={22} aria-hidden="true" />}
          href="/seat"
          {...say.desk}
          note={say.password}
        />
        <Door
          icon={<ChartColumn size={22} aria-hidden="true" />}
          href="/console"
          {...say.dashboard}
          note={say.password}
        />
        <div class="card door">
          <span class="icon">
            <Store size={22} aria-hidden="true" />
          </span>
          <h3>{say.embed.title}</h3>
          <p>{say.embed.body}</p>
          <Tag />
          <a class="more" href={DOCS} target="_blank" rel="noopener noreferrer">
            {say.embed.docs}
            <ArrowUpRight size={15} aria-hidden="true" />
          </a>
        </div>
      </div>
    </section>
  );
}

interface DoorProps {
  icon: ComponentChildren;
  href: string;
  title: string;
  body: string;
  /** Whom to sign in as. */
  account: string;
  note: string;
  go: string;
}

function Door({ icon, href, title, body, account, note, go }: DoorProps) {
  return (
    <div class="card door">
      <span class="icon">{icon}</span>
      <h3>{title}</h3>
      <p>{body}</p>
      <p class="account">
        <code>{account}</code>
        <span>{note}</span>
      </p>
      <a class="button primary" href={href} target="_blank" rel="noopener">
        {go}
        <ArrowUpRight size={16} aria-hidden="true" />
      </a>
    </div>
  );
}
