import "./header.css";
import { CircleHelp, LayoutGrid, LogOut, MessagesSquare, Search, Settings, Zap } from "lucide-preact";
import { Avatar } from "../../design/avatar/avatar";
import { IconButton } from "../../design/button/icon-button";
import icon from "../../design/icon.svg?no-inline";
import { Menu } from "../../design/menu/menu";
import { language } from "../../language/chosen";
import { signOut } from "../../wire/session";
import { useUi } from "../page/context";
import { Presence } from "./presence";
import { text } from "./text";

export function Header({ onSignedOut }: { onSignedOut(): void }) {
  const ui = useUi();
  const say = text[language.value];
  const { person } = ui.desk;
  const at = ui.place.value.at;

  async function leave(): Promise<void> {
    await signOut().catch(() => undefined);
    onSignedOut();
  }
  function pick(value: string): void {
    if (value === "sign-out") void leave();
    else if (value === "settings" || value === "canned" || value === "keys") ui.panel.value = value;
  }
  return (
    <header class="top">
      <img src={icon} alt="小二" width={26} height={26} />
      {!ui.desk.may("watch") && <b>{say.title}</b>}
      {ui.desk.may("watch") && (
        <nav>
          <button
            type="button"
            aria-current={at === "chats" ? "page" : undefined}
            onClick={() => ui.goTo("chats")}
          >
            <MessagesSquare size={16} aria-hidden="true" />
            {say.chats}
          </button>
          <button
            type="button"
            aria-current={at === "floor" ? "page" : undefined}
            onClick={() => ui.goTo("floor")}
          >
            <LayoutGrid size={16} aria-hidden="true" />
            {say.floor}
          </button>
        </nav>
      )}
      <span class="space" />
      <Presence />
      <IconButton
        icon={Search}
        label={say.search}
        keys="/"
        onClick={() => {
          ui.panel.value = "search";
        }}
      />
      <span class="top-keys">
        <IconButton
          icon={CircleHelp}
          label={say.keys}
          keys="?"
          onClick={() => {
            ui.panel.value = "keys";
          }}
        />
      </span>
      <Menu
        look="me"
        items={[
          { value: "canned", label: say.canned, icon: Zap },
          { value: "settings", label: say.settings, icon: Settings, keys: "s" },
          { value: "keys", label: say.keys, icon: CircleHelp, keys: "?" },
          { value: "sign-out", label: say.signOut, icon: LogOut, apart: true },
        ]}
        onPick={pick}
      >
        <Avatar id={person.seat} name={person.name} size="small" />
        <span class="name">{person.name}</span>
        <span class="unseen">{say.me}</span>
      </Menu>
    </header>
  );
}
