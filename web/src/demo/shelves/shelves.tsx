import "./shelves.css";
import { useSignal } from "@preact/signals";
import { SearchX } from "lucide-preact";
import { language } from "../../language/chosen";
import type { Good } from "../../wire/demo";
import { nameOf } from "../names";
import { goods, wanted } from "../store";
import { text } from "../text";
import { compose } from "../widget";
import { GoodCard } from "./good-card";
import { type Group, groupOf, groups } from "./groups";

/** Everything that the shop sells, by group and by words. */
export function Shelves() {
  const group = useSignal<Group>("all");
  const say = text[language.value].goods;
  const found = goods.value?.filter((good) => belongs(good, group.value) && fits(good, wanted.value));
  return (
    <section class="shelves" id="goods" aria-labelledby="goods-title">
      <div class="head">
        <h2 class="step" id="goods-title">
          {say.title}
        </h2>
        <div class="groups">
          {groups.map((one) => (
            <button
              key={one}
              type="button"
              aria-pressed={group.value === one}
              onClick={() => {
                group.value = one;
              }}
            >
              {say.groups[one]}
            </button>
          ))}
        </div>
      </div>
      {found !== undefined && found.length === 0 && <Nothing />}
      <ul>
        {found?.map((good) => (
          <GoodCard key={good.id} good={good} />
        ))}
      </ul>
    </section>
  );
}

function Nothing() {
  const say = text[language.value].goods;
  return (
    <div class="nothing">
      <SearchX size={40} strokeWidth={1.25} aria-hidden="true" />
      <p role="status">{say.nothing(wanted.value)}</p>
      <button type="button" class="button" onClick={() => compose(`有${wanted.value}吗`)}>
        {say.askAnyway}
      </button>
    </div>
  );
}

function belongs(good: Good, group: Group): boolean {
  return group === "all" || groupOf(good.category) === group;
}

function fits({ id, name }: Good, words: string): boolean {
  const names = `${name} ${nameOf(id, name, "en")}`.toLowerCase();
  return names.includes(words.trim().toLowerCase());
}
