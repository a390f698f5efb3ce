import "../../design/badge/badge.css";
import "../panes/page.css";
import "./intent-list.css";
import { useSignal } from "@preact/signals";
import { FileText, Plus, SearchX } from "lucide-preact";
import { useRef } from "preact/hooks";
import { percent } from "../../design/bar/bar";
import { EmptyState } from "../../design/empty-state/empty-state";
import { language } from "../../language/chosen";
import type { IntentRow } from "../../wire/inbox";
import { intents, refreshIntents, titleOf } from "../content/lists";
import { useAnswer } from "../content/use-answer";
import { href } from "../frame/place";
import { useSession } from "../frame/session";
import { useKeys } from "../panes/keys";
import { SearchBox } from "../panes/search-box";
import { failure } from "../words/failure";
import { find, ORDERS, type Order } from "./find";
import { NewIntent } from "./new-intent";
import { text } from "./text";

/** All that shoppers may want, and how often they do. */
export function IntentList() {
  const { draft } = useSession();
  const say = text[language.value];
  const words = useSignal("");
  const order = useSignal<Order>("name");
  const onlyChanged = useSignal(false);
  const adding = useSignal(false);
  const list = useRef<HTMLUListElement>(null);
  const { refused, again } = useAnswer(refreshIntents, `${draft.changes.value}`);
  const all = intents.value;
  const shown = find(all, words.value, order.value, onlyChanged.value);
  const most = Math.max(1, ...all.map(({ turns_7d }) => turns_7d));

  const step = (by: number) => {
    const links = [...(list.current?.querySelectorAll("a") ?? [])];
    const at = links.indexOf(document.activeElement as HTMLAnchorElement);
    links[at === -1 ? 0 : Math.min(Math.max(0, at + by), links.length - 1)]?.focus();
  };
  useKeys({
    j: () => step(1),
    k: () => step(-1),
    n: () => {
      adding.value = true;
    },
  });

  return (
    <div class="content-page intents">
      <header>
        <div>
          <h1>{say.title}</h1>
          <p class="standing">
            {say.standing(
              all.length,
              all.reduce((sum, { examples }) => sum + examples, 0),
            )}
          </p>
        </div>
        <div class="intents-tools">
          <SearchBox
            label={say.find}
            words={words.value}
            onWords={(now) => {
              words.value = now;
            }}
          />
          <a class="button" href={href("files")}>
            <FileText size={16} aria-hidden="true" />
            {say.files}
          </a>
          <button
            type="button"
            class="button"
            onClick={() => {
              adding.value = true;
            }}
          >
            <Plus size={16} aria-hidden="true" />
            {say.add}
          </button>
        </div>
      </header>
      <div class="chips">
        {ORDERS.map((name) => (
          <button
            key={name}
            type="button"
            aria-pressed={order.value === name}
            onClick={() => {
              order.value = name;
            }}
          >
            {say.order[name]}
          </button>
        ))}
        {all.some(({ changed }) => changed) && (
          <button
            type="button"
            aria-pressed={onlyChanged.value}
            onClick={() => {
              onlyChanged.value = !onlyChanged.value;
            }}
          >
            {say.onlyChanged} {all.filter(({ changed }) => changed).length}
          </button>
        )}
      </div>
      {shown.length > 0 ? (
        <div class="intent-table">
          <p class="intent-head" aria-hidden="true">
            <span>{say.columns.intent}</span>
            <span>{say.columns.examples}</span>
            <span>{say.columns.rules}</span>
            <span>{say.columns.threshold}</span>
            <span>{say.columns.turns}</span>
          </p>
          <ul ref={list}>
            {shown.map((intent) => (
              <Row key={intent.name} intent={intent} most={most} />
            ))}
          </ul>
        </div>
      ) : (
        <EmptyState
          icon={SearchX}
          title={refused !== null ? failure(refused) : all.length === 0 ? `${say.loading}…` : say.none}
          {...(all.length > 0 && { about: say.noneAbout })}
        >
          {refused !== null && (
            <button type="button" class="button" onClick={again}>
              {say.again}
            </button>
          )}
        </EmptyState>
      )}
      {adding.value && (
        <NewIntent
          onClose={() => {
            adding.value = false;
          }}
        />
      )}
    </div>
  );
}

function Row({ intent, most }: { intent: IntentRow; most: number }) {
  const say = text[language.value];
  const { name, examples, learned, rules, threshold, turns_7d, changed } = intent;
  return (
    <li>
      <a href={href("intents", name)}>
        <span class="intent-name">
          <strong>{titleOf(intent)}</strong>
          {changed && <span class="badge accent">{say.changed}</span>}
          <code>{name}</code>
        </span>
        <span class="intent-number">
          <span class="unseen">{say.columns.examples}</span>
          {learned > 0 && <small title={say.learned(learned)}>+{learned} </small>}
          {examples}
        </span>
        <span class="intent-number">
          <span class="unseen">{say.columns.rules}</span>
          {rules}
        </span>
        <span class="intent-number">
          <span class="unseen">{say.columns.threshold}</span>
          {threshold === null ? "–" : percent(threshold)}
        </span>
        <span class="intent-turns">
          <span class="unseen">{say.columns.turns}</span>
          <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
            <rect width={(turns_7d / most) * 100} height="6" rx="1" />
          </svg>
          {turns_7d}
        </span>
      </a>
    </li>
  );
}
