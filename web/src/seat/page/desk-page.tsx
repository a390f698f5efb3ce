import "../../design/controls.css";
import "./desk-page.css";
import { useEffect, useMemo } from "preact/hooks";
import { Toasts } from "../../design/toast/toast";
import type { Person } from "../../wire/session";
import { Panels } from "../actions/panels";
import { Customer } from "../customer/customer";
import { Desk } from "../desk/desk";
import { Floor } from "../floor/floor";
import { Header } from "../header/header";
import { Notices } from "../header/notices";
import { useHotkeys } from "../keys/hotkeys";
import { List } from "../list/list";
import { Offers } from "../list/offers";
import { News } from "../news/news";
import { titleOf } from "../news/title";
import { Talk } from "../talk/talk";
import { UiContext } from "./context";
import { Ui } from "./ui";

/** The desk of somebody who is signed in. */
export function DeskPage({ person, onSignedOut }: { person: Person; onSignedOut(): void }) {
  const ui = useMemo(() => {
    const news = new News((conversation) => ui.choose(conversation));
    const ui: Ui = new Ui(new Desk(person, news.hear));
    return ui;
  }, [person]);
  useEffect(() => {
    const untitle = titleOf(ui.desk);
    return () => {
      untitle();
      ui.end();
      ui.desk.end();
    };
  }, [ui]);
  useHotkeys(ui);
  return (
    <UiContext.Provider value={ui}>
      <div class="desk">
        <Header onSignedOut={onSignedOut} />
        <Notices onSignedOut={onSignedOut} />
        <Columns ui={ui} />
      </div>
      <Panels />
      <Toasts />
    </UiContext.Provider>
  );
}

function Columns({ ui }: { ui: Ui }) {
  const { at, conversation } = ui.place.value;
  if (at === "floor") {
    return (
      <>
        <Offers over />
        <Floor />
      </>
    );
  }
  return (
    <main class={conversation === null ? "columns" : "columns chosen"}>
      {conversation !== null && <Offers over />}
      <List />
      <Talk key={conversation} conversation={conversation} />
      <Customer key={`customer of ${conversation}`} conversation={conversation} />
    </main>
  );
}
