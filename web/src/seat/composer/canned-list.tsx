import "./canned-list.css";
import { useSignal } from "@preact/signals";
import { useEffect, useId } from "preact/hooks";
import { Badge } from "../../design/badge/badge";
import { language } from "../../language/chosen";
import type { Canned } from "../../wire/desk";
import { request } from "../../wire/request";
import { useUi } from "../page/context";
import { isComposing } from "./keys";
import { text } from "./text";

/** A pause in typing after which the server is asked, in milliseconds. */
const PAUSE = 90;

export type CannedState = ReturnType<typeof useCanned>;

/** Canned replies for what has been typed of a shortcut; closed while that is null. */
export function useCanned(typed: string | null) {
  const id = useId();
  const found = useSignal<Canned[] | null>(null);
  const chosen = useSignal(0);
  /** What was typed when the list was closed: it stays closed for that. */
  const dismissed = useSignal<string | null>(null);
  useEffect(() => {
    if (typed === null) {
      found.value = null;
      dismissed.value = null;
      return;
    }
    const timer = setTimeout(async () => {
      const query = new URLSearchParams({ q: typed });
      const answer = await request<{ canned: Canned[] }>("GET", `/canned?${query}`).catch(() => null);
      found.value = answer?.canned.slice(0, 30) ?? null;
      chosen.value = 0;
    }, PAUSE);
    return () => clearTimeout(timer);
  }, [typed, found, chosen, dismissed]);
  const open = typed !== null && found.value !== null && dismissed.value !== typed;
  const list = open ? (found.value ?? []) : [];

  function press(event: KeyboardEvent, pick: (id: string) => void): boolean {
    if (!open || isComposing(event)) return false;
    const one = list[chosen.peek()];
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const step = event.key === "ArrowDown" ? 1 : -1;
      chosen.value = (chosen.peek() + step + list.length) % Math.max(1, list.length);
    } else if ((event.key === "Enter" || event.key === "Tab") && !event.shiftKey && one !== undefined) {
      pick(one.id);
    } else if (event.key === "Escape") {
      dismissed.value = typed;
    } else {
      return false;
    }
    event.preventDefault();
    return true;
  }
  async function render(canned: string, conversation: string): Promise<string> {
    const path = `/canned/${encodeURIComponent(canned)}/render`;
    return (await request<{ text: string; unknown: string[] }>("POST", path, { conversation })).text;
  }
  const aria =
    open && list.length > 0 ? { "aria-controls": id, "aria-activedescendant": `${id}-${chosen.value}` } : {};
  return { id, open, list, chosen, press, render, aria };
}

export function CannedList({ canned, onPick }: { canned: CannedState; onPick(id: string): void }) {
  const ui = useUi();
  const say = text[language.value];
  const chosen = canned.chosen.value;
  useEffect(() => {
    document.getElementById(`${canned.id}-${chosen}`)?.scrollIntoView({ block: "nearest" });
  }, [canned.id, chosen]);
  if (!canned.open) return null;
  return (
    <div class="canned-list">
      {canned.list.length === 0 ? (
        <p role="status">{say.cannedNone}</p>
      ) : (
        <div class="canned-options" id={canned.id} role="listbox" aria-label={say.canned}>
          {canned.list.map(({ id, shortcut, title, text, shared }, place) => (
            // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the box, which names the chosen one.
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the box's.
            <div
              key={id}
              id={`${canned.id}-${place}`}
              role="option"
              aria-selected={place === chosen}
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => onPick(id)}
            >
              <span>
                <kbd>/{shortcut}</kbd>
                <b>{title}</b>
                {shared && <Badge>{say.shared}</Badge>}
              </span>
              <small>{text}</small>
            </div>
          ))}
        </div>
      )}
      <footer>
        <span>{say.cannedHint}</span>
        <button
          type="button"
          class="quiet-button"
          onClick={() => {
            ui.panel.value = "canned";
          }}
        >
          {say.cannedManage}
        </button>
      </footer>
    </div>
  );
}
