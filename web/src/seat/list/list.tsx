import "./list.css";
import { CircleUserRound, Coffee, Inbox, MessagesSquare } from "lucide-preact";
import { useEffect, useRef } from "preact/hooks";
import { Count } from "../../design/badge/badge";
import { EmptyState } from "../../design/empty-state/empty-state";
import { Tabs } from "../../design/tabs/tabs";
import { language } from "../../language/chosen";
import { useUi } from "../page/context";
import type { Tab } from "../state/rows";
import { Offers } from "./offers";
import { Row } from "./row";
import { text } from "./text";
import { useAround } from "./use-around";

const TABS: Tab[] = ["queue", "mine", "all"];
const ICONS = { queue: Coffee, mine: CircleUserRound, all: MessagesSquare };

/** Who waits, who is mine, who else there is. */
export function List() {
  const ui = useUi();
  const say = text[language.value];
  const tab = ui.tab.value;
  useAround();
  return (
    <nav class="list" aria-label={say.label}>
      <Offers />
      <Tabs
        label={say.label}
        tabs={TABS.map((name) => ({ name, label: <TabLabel name={name} /> }))}
        chosen={tab}
        onChoose={(name) => {
          ui.tab.value = name;
        }}
      >
        <Rows />
      </Tabs>
    </nav>
  );
}

function TabLabel({ name }: { name: Tab }) {
  const ui = useUi();
  const { queue } = ui.desk.floor.value;
  const counts = { queue: queue.length, mine: ui.mine.value.length, all: 0 };
  const urgent = name === "queue" && queue.some((waiting) => waiting.urgent);
  return (
    <>
      {text[language.value].tabs[name]}
      <Count of={counts[name]} tone={urgent ? "danger" : "plain"} />
    </>
  );
}

function Rows() {
  const ui = useUi();
  const say = text[language.value];
  const tab = ui.tab.value;
  const rows = ui.rows.value;
  const chosen = ui.place.value.conversation;
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-current="true"]')?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  if (rows.length === 0) {
    if (!ui.desk.ready.value && ui.desk.floor.value.me === null)
      return <EmptyState icon={Inbox} title={say.loading} />;
    const [title, about] = say.empty[tab];
    return <EmptyState icon={ICONS[tab]} title={title} about={about} />;
  }
  return (
    <ul class="rows" ref={list}>
      {rows.map((conversation) => (
        <Row key={conversation} conversation={conversation} chosen={conversation === chosen} />
      ))}
    </ul>
  );
}
