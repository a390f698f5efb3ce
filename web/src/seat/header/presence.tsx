import "./presence.css";
import { ChevronDown } from "lucide-preact";
import { Menu } from "../../design/menu/menu";
import { language } from "../../language/chosen";
import type { Presence as State } from "../../wire/seat";
import { useUi } from "../page/context";
import { stateWords } from "../words/term";
import { text } from "./text";

const STATES: State[] = ["online", "busy", "away", "offline"];
const CAPACITIES = [1, 2, 3, 5, 8, 10, 15, 20, 30, 50];

/** Whether chats come, and how many at a time. */
export function Presence() {
  const { desk, mine } = useUi();
  const say = text[language.value];
  const { state, capacity } = desk.floor.value;
  const ready = desk.ready.value;
  const capacities = [...new Set([...CAPACITIES, capacity])].sort((one, other) => one - other);
  return (
    <div class="presence">
      <Menu
        label={`${say.presence}: ${stateWords(state)}`}
        look={`button quiet presence-state ${state}`}
        items={STATES.map((value) => ({
          value,
          label: stateWords(value),
          about: say.about[value],
          checked: value === state,
          disabled: !ready,
        }))}
        onPick={(value) => desk.present(value as State)}
      >
        <i aria-hidden="true" />
        {stateWords(state)}
        <ChevronDown size={14} aria-hidden="true" />
      </Menu>
      <Menu
        label={`${say.load(mine.value.length, capacity)}, ${say.capacity}`}
        look="button quiet presence-load"
        items={capacities.map((value) => ({
          value: String(value),
          label: String(value),
          checked: value === capacity,
          disabled: !ready,
        }))}
        onPick={(value) => desk.present(state, Number(value))}
      >
        {say.load(mine.value.length, capacity)}
      </Menu>
    </div>
  );
}
