import "../../design/controls.css";
import "./frame.css";
import { useSignal } from "@preact/signals";
import { Headset, LogOut, Menu as MenuIcon } from "lucide-preact";
import type { ComponentChildren } from "preact";
import icon from "../../design/icon.svg?no-inline";
import { LanguageSwitch } from "../../design/language-switch/language-switch";
import { Menu } from "../../design/menu/menu";
import { Toasts } from "../../design/toast/toast";
import { language } from "../../language/chosen";
import { signOut } from "../../wire/session";
import { DraftBar } from "../draft/bar";
import type { Page } from "../pages";
import { TestBox } from "../test/test-box";
import { KeysDialog } from "./keys-dialog";
import { go, href } from "./place";
import { useSession } from "./session";
import { text } from "./text";

export interface FrameProps {
  pages: readonly Page[];
  /** The one that is shown. */
  page: Page | undefined;
  children: ComponentChildren;
}

/** What all pages of the console have around them: where one is, where one can go, and who one is. */
export function Frame({ pages, page, children }: FrameProps) {
  const { person } = useSession();
  const say = text[language.value];
  const seen = pages.filter(({ aside }) => aside !== true);
  return (
    <div class="frame">
      <header class="side">
        <div>
          <p class="brand">
            <img src={icon} alt="" width={26} height={26} />
            <strong>{say.name}</strong>
            <span>{person.shop}</span>
          </p>
          <nav aria-label={say.navigation}>
            {seen.map(({ path, title, icon: Icon, mark: Mark }) => (
              <a key={path} href={href(path)} {...(path === page?.path && { "aria-current": "page" })}>
                <Icon size={18} aria-hidden="true" />
                {title[language.value]}
                {Mark !== undefined && <Mark />}
              </a>
            ))}
            {person.permissions.includes("answer") && (
              <a href="/seat">
                <Headset size={18} aria-hidden="true" />
                {say.desk}
              </a>
            )}
          </nav>
          <Small pages={seen} page={page} />
          <Who />
        </div>
      </header>
      <main>
        <DraftBar />
        <div class="page">{children}</div>
      </main>
      {person.permissions.includes("edit_content") && <TestBox />}
      <KeysDialog pages={pages} page={page} />
      <Toasts />
    </div>
  );
}

/** The navigation where there is no room for it. */
function Small({ pages, page }: Omit<FrameProps, "children">) {
  const { person } = useSession();
  const say = text[language.value];
  const items = pages.map(({ path, title, icon }) => ({
    value: path,
    label: title[language.value],
    icon,
    checked: path === page?.path,
  }));
  const desk = { value: "/seat", label: say.desk, icon: Headset, apart: true };
  const here = page?.title[language.value];
  return (
    <div class="small-navigation">
      <Menu
        // Whoever says what they see must be heard.
        label={here === undefined ? say.navigation : `${here} · ${say.navigation}`}
        items={person.permissions.includes("answer") ? [...items, desk] : items}
        onPick={(path) => {
          if (path === desk.value) location.assign(path);
          else go(path);
        }}
      >
        <MenuIcon size={16} aria-hidden="true" />
        {here ?? say.navigation}
      </Menu>
    </div>
  );
}

function Who() {
  const { person, signedOut } = useSession();
  const say = text[language.value];
  const failed = useSignal(false);

  async function leave(): Promise<void> {
    try {
      await signOut();
      signedOut();
    } catch {
      failed.value = true;
    }
  }

  return (
    <div class="who">
      <p>
        <strong>{person.name}</strong>
        <span>{say.role[person.role]}</span>
      </p>
      <LanguageSwitch />
      <button type="button" class="button quiet" aria-label={say.signOut} onClick={leave}>
        <LogOut size={16} aria-hidden="true" />
        <span>{say.signOut}</span>
      </button>
      <p role="alert">{failed.value && say.notSignedOut}</p>
    </div>
  );
}
