import "./offers.css";
import { useComputed, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Avatar } from "../../design/avatar/avatar";
import { Badge } from "../../design/badge/badge";
import { Keys } from "../../design/key/key";
import { language } from "../../language/chosen";
import { take } from "../actions/actions";
import { useUi } from "../page/context";
import type { Offered } from "../state/floor";
import { wanted } from "../state/summary";
import { customerName } from "../words/person";
import { reasonWords } from "../words/reason";
import { skillWords } from "../words/term";
import { now } from "../words/time";
import { text } from "./text";

/** Customers that this seat is asked to take. They never take the focus: what one is typing goes on. */
export function Offers({ over = false }: { over?: boolean }) {
  const { desk } = useUi();
  const { offers } = desk.floor.value;
  return (
    <div class={over ? "offers over" : "offers"} aria-live="polite">
      {offers.map((offer, place) => (
        <Offer key={offer.conversation} offer={offer} first={place === 0} />
      ))}
    </div>
  );
}

function Offer({ offer, first }: { offer: Offered; first: boolean }) {
  const ui = useUi();
  const { desk } = ui;
  const say = text[language.value];
  const { conversation } = offer;
  const chat = desk.chats.of(conversation).value;
  const waiting = desk.floor.value.queue.find((one) => one.conversation === conversation);
  const taking = useSignal(false);
  const name = customerName(chat.customer);
  const reason = offer.reason ?? waiting?.reason;
  const skill = offer.skill ?? waiting?.skill;
  async function accept(): Promise<void> {
    taking.value = true;
    await take(conversation, ui);
    taking.value = false;
  }
  return (
    <section class="offer" aria-label={`${say.offer}: ${name}`}>
      <header>
        <Avatar id={chat.customer ?? conversation} name={name} />
        <div>
          <b>{name}</b>
          <small>{say.offer}</small>
        </div>
        {offer.until !== undefined && <Countdown conversation={conversation} until={offer.until} />}
      </header>
      <p>
        {waiting?.urgent && <Badge tone="danger">{say.urgent}</Badge>}
        {waiting?.vip && <Badge tone="warning">VIP</Badge>}
        {reason !== undefined && <Badge>{reasonWords(reason)}</Badge>}
        {skill !== undefined && <Badge tone="accent">{skillWords(skill)}</Badge>}
      </p>
      <q>{wanted({ summary: offer.summary ?? waiting?.summary ?? "", reason: reason ?? "" })}</q>
      <footer>
        <button type="button" class="button" onClick={() => desk.decline(conversation)}>
          {say.decline}
          {first && <Keys keys="Alt+N" />}
        </button>
        <button type="button" class="button primary" disabled={taking.value} onClick={accept}>
          {taking.value ? say.taking : say.take}
          {first && <Keys keys="Alt+Y" />}
        </button>
      </footer>
    </section>
  );
}

function Countdown({ conversation, until }: { conversation: string; until: string }) {
  const { desk } = useUi();
  const left = useComputed(() => Math.max(0, Math.ceil((Date.parse(until) - now.value) / 1000)));
  const over = useComputed(() => left.value === 0).value;
  useEffect(() => {
    if (!over) return;
    // The server withdraws it as well; a card that outlived that would promise what no longer stands.
    const timer = setTimeout(() => desk.expire(conversation), 3_000);
    return () => clearTimeout(timer);
  }, [over, desk, conversation]);
  return (
    <span class="countdown" role="timer" aria-live="off">
      {left}
    </span>
  );
}
