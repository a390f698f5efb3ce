import "./examples.css";
import { useSignal } from "@preact/signals";
import { ListX, UserRound } from "lucide-preact";
import { useEffect, useRef } from "preact/hooks";
import { EmptyState } from "../../../design/empty-state/empty-state";
import { language } from "../../../language/chosen";
import type { Edit, IntentView } from "../../../wire/inbox";
import { intentTitle } from "../../content/lists";
import { ago } from "../../content/when";
import { useSession } from "../../frame/session";
import { useKeys } from "../../panes/keys";
import { SearchBox } from "../../panes/search-box";
import { UndoBar } from "../../panes/undo-bar";
import { text } from "../text";
import { useEdit } from "../use-edit";
import { AddBox } from "./add-box";
import { type Choice, choose, nothing } from "./chosen";
import { readEverywhere } from "./everywhere";
import { ExampleRow } from "./example-row";
import { Selected } from "./selected";

/** What shoppers say who mean the intent. */
export function Examples({ intent }: { intent: IntentView }) {
  const { draft } = useSession();
  const say = text[language.value];
  const edit = useEdit();
  const words = useSignal("");
  const chosen = useSignal(nothing);
  const list = useRef<HTMLUListElement>(null);
  const rows = intent.examples
    .filter(({ text }) => text.toLowerCase().includes(words.value.trim().toLowerCase()))
    .map(({ text }) => text);
  const take = (choice: Choice) => {
    chosen.value = choose(chosen.peek(), choice, rows);
  };

  useEffect(() => {
    // Examples of others may have changed. Without them the server still says so after the save.
    void readEverywhere().catch(() => {});
  }, [draft.changes.value]);

  /** What is chosen; else where one is, once one has gone there. */
  function meant(): string[] {
    const { texts, at } = chosen.peek();
    const here = rows[at];
    const inside = list.current?.contains(document.activeElement) === true;
    return texts.size > 0 ? rows.filter((row) => texts.has(row)) : inside && here !== undefined ? [here] : [];
  }

  async function remove(): Promise<void> {
    const texts = meant();
    const each = (doing: "add_example" | "remove_example"): Edit[] =>
      texts.map((row) => ({ do: doing, intent: intent.name, text: row }));
    const done = { words: say.removed(texts.length), back: each("add_example") };
    if (await edit.apply(each("remove_example"), done)) take({ type: "none" });
  }

  async function move(to: string): Promise<void> {
    const texts = meant();
    const each = (from: string, until: string): Edit[] =>
      texts.map((row) => ({ do: "move_example", from, to: until, text: row }));
    const done = { words: say.moved(texts.length, intentTitle(to)), back: each(to, intent.name) };
    if (await edit.apply(each(intent.name, to), done)) take({ type: "none" });
  }

  const isInside = () => list.current?.contains(document.activeElement) === true;
  const step = (by: number) => {
    take({ type: "step", by: isInside() ? by : 0 });
    const boxes = list.current?.querySelectorAll<HTMLInputElement>("input");
    boxes?.[chosen.peek().at]?.focus();
  };
  /** Elsewhere the arrows scroll. */
  const arrow = (by: number) => {
    if (!isInside()) return false;
    step(by);
    return true;
  };
  useKeys({
    j: () => step(1),
    k: () => step(-1),
    ArrowDown: () => arrow(1),
    ArrowUp: () => arrow(-1),
    x: () => take({ type: "toggle", at: chosen.peek().at }),
    Delete: () => void remove(),
    m: () => {
      if (meant().length === 0) return false;
      if (chosen.peek().texts.size === 0) take({ type: "toggle", at: chosen.peek().at });
      requestAnimationFrame(() =>
        document.querySelector<HTMLInputElement>(".selected .combobox input")?.focus(),
      );
      return true;
    },
    Escape: () => take({ type: "none" }),
    u: edit.undo,
  });

  return (
    <div class="examples">
      <AddBox intent={intent} edit={edit} />
      <UndoBar words={edit.done?.words ?? null} undo={say.undo} onUndo={edit.undo} />
      <div class="examples-tools">
        <SearchBox
          label={say.findExample}
          words={words.value}
          onWords={(now) => {
            words.value = now;
          }}
        />
        <Selected
          count={chosen.value.texts.size}
          all={rows.length}
          intent={intent.name}
          onAll={() => take({ type: chosen.peek().texts.size === rows.length ? "none" : "all" })}
          onRemove={remove}
          onMove={move}
        />
      </div>
      {rows.length === 0 ? (
        <EmptyState
          icon={ListX}
          title={intent.examples.length === 0 ? say.noExamples : say.noneFound}
          {...(intent.examples.length === 0 && { about: say.noExamplesAbout })}
        />
      ) : (
        <ul class="example-rows" ref={list}>
          {rows.map((row, at) => (
            <ExampleRow
              key={row}
              text={row}
              chosen={chosen.value.texts.has(row)}
              current={at === chosen.value.at}
              onChoose={(range) => take({ type: range ? "range" : "toggle", at })}
            />
          ))}
        </ul>
      )}
      <Learned intent={intent} />
    </div>
  );
}

function Learned({ intent: { learned } }: { intent: IntentView }) {
  const say = text[language.value];
  if (learned.length === 0) return null;
  return (
    <section class="learned">
      <h2>{say.fromPeople}</h2>
      <p class="standing">{say.fromPeopleAbout}</p>
      <ul class="example-rows">
        {learned.map(({ text: words, source }) => (
          <li key={`${source.conversation} ${source.seq}`}>
            <UserRound size={15} aria-hidden="true" />
            <span>{words}</span>
            <small>{say.by(source.by ?? "–", ago(source.at, language.value))}</small>
          </li>
        ))}
      </ul>
    </section>
  );
}
