import "./talk-header.css";
import type { ReadonlySignal } from "@preact/signals";
import { ArrowLeft, EllipsisVertical, Eye, PanelRight } from "lucide-preact";
import { Avatar } from "../../design/avatar/avatar";
import { Badge } from "../../design/badge/badge";
import { IconButton } from "../../design/button/icon-button";
import { Keys } from "../../design/key/key";
import { Menu } from "../../design/menu/menu";
import { language } from "../../language/chosen";
import { type Action, allowed, label } from "../actions/actions";
import { useUi } from "../page/context";
import type { Chat } from "../state/chat";
import { customerName } from "../words/person";
import { channelWords, modeWords } from "../words/term";
import { text } from "./text";

/** Those that have a button of their own where there is room; all stand in the menu. */
const BUTTONS = new Set(["transfer", "invite", "labels", "hand-back", "leave"]);
const PRIMARY = new Set(["take", "take-over"]);

/** With whom one talks, who else is there, and what can be done. */
export function TalkHeader({ chat: { value: chat } }: { chat: ReadonlySignal<Chat> }) {
  const ui = useUi();
  const say = text[language.value];
  const name = customerName(chat.customer);
  const may = allowed(chat, ui.desk);
  const run = (action: Action) => action.run(chat, ui);
  return (
    <header class="talk-header">
      <span class="talk-back">
        <IconButton icon={ArrowLeft} label={say.back} onClick={() => ui.back()} />
      </span>
      <Avatar id={chat.customer ?? chat.conversation} name={name} />
      <div class="talk-who">
        <h1>{name}</h1>
        <p>
          <Standing chat={chat} />
        </p>
      </div>
      <div class="talk-actions">
        {may
          .filter(({ name }) => PRIMARY.has(name))
          .map((action) => (
            <button key={action.name} type="button" class="button primary" onClick={() => run(action)}>
              <action.icon size={16} aria-hidden="true" />
              {label(action)}
              <Keys keys={action.key} />
            </button>
          ))}
        <span class="talk-buttons">
          {may
            .filter(({ name }) => BUTTONS.has(name))
            .map((action) => (
              <IconButton
                key={action.name}
                icon={action.icon}
                label={label(action)}
                keys={action.key}
                onClick={() => run(action)}
              />
            ))}
        </span>
        {may
          .filter(({ name }) => name === "close")
          .map((action) => (
            <button key={action.name} type="button" class="button talk-close" onClick={() => run(action)}>
              <action.icon size={16} aria-hidden="true" />
              {label(action)}
            </button>
          ))}
        <span class="talk-customer">
          <IconButton
            icon={PanelRight}
            label={say.customer}
            keys="c"
            onClick={() => {
              ui.panel.value = "customer";
            }}
          />
        </span>
        {may.length > 0 && (
          <Menu
            label={say.more}
            look="icon-button"
            items={may.map((action) => ({
              value: action.name,
              label: label(action),
              icon: action.icon,
              keys: action.key,
              ...(action.danger && { danger: true, apart: true }),
            }))}
            onPick={(value) => {
              const action = may.find(({ name }) => name === value);
              if (action !== undefined) run(action);
            }}
          >
            <EllipsisVertical size={18} aria-hidden="true" />
          </Menu>
        )}
      </div>
    </header>
  );
}

function Standing({ chat }: { chat: Chat }) {
  const { desk } = useUi();
  const say = text[language.value];
  const gone = chat.mode === "human" && chat.holder === null;
  const others = [...(chat.holder === null ? [] : [chat.holder]), ...chat.guests].filter(
    ({ seat }) => seat !== desk.person.seat,
  );
  return (
    <>
      <span class={`mode ${chat.mode}`}>{gone ? say.gone : modeWords(chat.mode)}</span>
      {chat.channel !== null && <span>{channelWords(chat.channel)}</span>}
      {others.map(({ seat, name }) => (
        <Badge key={seat} tone="accent">
          {name}
        </Badge>
      ))}
      {chat.watching.length > 0 && (
        <span class="watching">
          <Eye size={13} aria-hidden="true" />
          {say.watching(chat.watching.map(({ name }) => name).join("、"))}
        </span>
      )}
      {chat.labels.map((one) => (
        <Badge key={one}>{one}</Badge>
      ))}
    </>
  );
}
