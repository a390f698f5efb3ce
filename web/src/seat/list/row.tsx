import "./row.css";
import { useComputed } from "@preact/signals";
import { memo } from "preact/compat";
import { Avatar } from "../../design/avatar/avatar";
import { Badge, Count } from "../../design/badge/badge";
import { language } from "../../language/chosen";
import { useUi } from "../page/context";
import { type Chat, lastWords, takesPart } from "../state/chat";
import { wanted } from "../state/summary";
import { customerName } from "../words/person";
import { reasonWords } from "../words/reason";
import { skillWords } from "../words/term";
import { ago, now } from "../words/time";
import { text } from "./text";
import { Waited } from "./waited";

/** One conversation of the list. It is drawn again only when that conversation changes. */
export const Row = memo(function Row({ conversation, chosen }: { conversation: string; chosen: boolean }) {
  const ui = useUi();
  const { desk } = ui;
  const chat = desk.chats.of(conversation).value;
  const waiting = useComputed(() =>
    desk.floor.value.queue.find((one) => one.conversation === conversation),
  ).value;
  const ours = takesPart(chat, desk.person.seat);
  const name = customerName(chat.customer);
  const since = waiting?.since ?? (ours ? chat.waitsSince : null);
  return (
    <li class="row-place">
      <button
        type="button"
        class={chat.unread > 0 && ours ? "row unread" : "row"}
        aria-current={chosen}
        onClick={() => ui.choose(conversation)}
      >
        <Avatar id={chat.customer ?? conversation} name={name} />
        <span class="row-body">
          <span class="row-line">
            <b>{name}</b>
            {waiting?.vip && <Badge tone="warning">VIP</Badge>}
            {since !== null && (waiting !== undefined || ours) ? (
              <Waited since={since} />
            ) : (
              chat.lastAt !== null && <Ago at={chat.lastAt} />
            )}
          </span>
          <span class="row-line">
            <Words chat={chat} />
            {ours && (
              <Count of={chat.unread} tone="danger" label={text[language.value].unread(chat.unread)} />
            )}
          </span>
          <Marks chat={chat} waits={waiting !== undefined} urgent={waiting?.urgent ?? false} ours={ours} />
        </span>
      </button>
    </li>
  );
});

function Ago({ at }: { at: string }) {
  const words = useComputed(() => ago(at, now.value));
  return <time dateTime={at}>{words}</time>;
}

function Words({ chat }: { chat: Chat }) {
  const say = text[language.value];
  if (chat.typing !== null && chat.mode === "human")
    return <span class="row-words typing">{say.typing}</span>;
  const last = lastWords(chat);
  if (last === null)
    return <span class="row-words">{chat.handoff === null ? "" : wanted(chat.handoff)}</span>;
  const who = last.by === "bot" ? say.bot : last.by === "seat" ? say.me : "";
  return (
    <span class="row-words">
      {who}
      {last.file && say.file}
      {last.text}
    </span>
  );
}

function Marks({
  chat,
  waits,
  urgent,
  ours,
}: {
  chat: Chat;
  waits: boolean;
  urgent: boolean;
  ours: boolean;
}) {
  const say = text[language.value];
  const whose = ours || waits ? null : standing(chat);
  return (
    <span class="row-marks">
      {urgent && <Badge tone="danger">{say.urgent}</Badge>}
      {whose !== null && <Badge>{whose}</Badge>}
      {chat.handoff !== null && (waits || ours) && <Badge>{reasonWords(chat.handoff.reason)}</Badge>}
      {chat.skill !== null && (waits || ours) && <Badge tone="accent">{skillWords(chat.skill)}</Badge>}
      {chat.labels.map((label) => (
        <Badge key={label}>{label}</Badge>
      ))}
    </span>
  );
}

/** Of one that neither waits nor is the seat's own. */
function standing(chat: Chat): string {
  const say = text[language.value];
  if (chat.preview !== null && chat.seq === 0) return say.past;
  switch (chat.mode) {
    case "bot":
      return say.withBot;
    case "closed":
      return say.closed;
    case "human":
      return chat.holder === null ? say.past : say.heldBy(chat.holder.name);
    case "waiting":
      return say.gone;
  }
}
