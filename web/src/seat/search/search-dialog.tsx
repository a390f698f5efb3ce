import "./search-dialog.css";
import { useSignal } from "@preact/signals";
import { Search, SearchX } from "lucide-preact";
import { useEffect } from "preact/hooks";
import { Dialog } from "../../design/dialog/dialog";
import { EmptyState } from "../../design/empty-state/empty-state";
import { language } from "../../language/chosen";
import type { Hit } from "../../wire/desk";
import { request } from "../../wire/request";
import { useUi } from "../page/context";
import { codeOf, sentence } from "../words/error";
import { HitView } from "./hit-view";
import { text } from "./text";

interface Answer {
  hits: Hit[];
  next: string | null;
  behind: number;
}

/** A pause in typing after which the server is asked, in milliseconds. */
const PAUSE = 250;

/** What was said before, in whichever conversation; a hit opens in its place. */
export function SearchDialog({ onClose }: { onClose(): void }) {
  const ui = useUi();
  const say = text[language.value];
  const query = useSignal<Record<string, string>>({});
  const answer = useSignal<Answer | null>(null);
  const failed = useSignal<string | null>(null);
  const busy = useSignal(false);
  const wanted = new URLSearchParams(query.value).toString();

  useEffect(() => {
    if (wanted === "") {
      answer.value = null;
      return;
    }
    // An answer that came too late is of another question.
    let current = true;
    const timer = setTimeout(async () => {
      busy.value = true;
      failed.value = null;
      try {
        const found = await request<Answer>("GET", `/search?limit=30&${wanted}`);
        if (current) answer.value = found;
      } catch (error) {
        if (current) failed.value = codeOf(error);
      }
      if (current) busy.value = false;
    }, PAUSE);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [wanted, answer, failed, busy]);

  async function more(next: string): Promise<void> {
    try {
      const found = await request<Answer>(
        "GET",
        `/search?limit=30&${wanted}&after=${encodeURIComponent(next)}`,
      );
      answer.value = { ...found, hits: [...(answer.peek()?.hits ?? []), ...found.hits] };
    } catch (error) {
      failed.value = codeOf(error);
    }
  }
  function ask(name: string, value: string): void {
    const { [name]: _, ...rest } = query.peek();
    query.value = value.trim() === "" ? rest : { ...rest, [name]: value.trim() };
  }
  function open({ conversation, seq }: Hit): void {
    onClose();
    ui.choose(conversation, seq);
  }
  const { value: found } = answer;
  return (
    <Dialog title={say.title} shape="wide" onClose={onClose}>
      <search class="search">
        <label class="search-words">
          <Search size={18} aria-hidden="true" />
          <input
            type="search"
            aria-label={say.words}
            placeholder={say.words}
            maxLength={200}
            onInput={({ currentTarget }) => ask("q", currentTarget.value)}
          />
        </label>
        <fieldset class="search-filters" aria-label={say.filters}>
          <Filter title={say.customer} type="text" onChange={(value) => ask("customer", value)} />
          <Filter title={say.label} type="text" onChange={(value) => ask("label", value)} />
          <Filter title={say.from} type="date" onChange={(value) => ask("from", value)} />
          <Filter title={say.until} type="date" onChange={(value) => ask("until", value)} />
          <label class="search-mine">
            <input
              type="checkbox"
              onChange={({ currentTarget }) => ask("seat", currentTarget.checked ? ui.desk.person.seat : "")}
            />
            {say.mine}
          </label>
        </fieldset>
        <div class="search-found" aria-live="polite" aria-busy={busy.value}>
          {failed.value !== null && <p role="alert">{sentence(failed.value)}</p>}
          {found === null ? (
            <EmptyState icon={Search} title={busy.value ? say.searching : say.start} about={say.startAbout} />
          ) : found.hits.length === 0 && found.next === null ? (
            <EmptyState icon={SearchX} title={say.none} about={say.noneAbout} />
          ) : (
            <ul>
              {found.hits.map((hit) => (
                <HitView key={`${hit.conversation} ${hit.seq}`} hit={hit} onOpen={() => open(hit)} />
              ))}
            </ul>
          )}
          {found !== null && found.behind > 0 && <small>{say.behind}</small>}
          {found?.next != null && (
            <button type="button" class="button" onClick={() => more(found.next ?? "")}>
              {say.more}
            </button>
          )}
        </div>
      </search>
    </Dialog>
  );
}

function Filter({ title, type, onChange }: { title: string; type: string; onChange(value: string): void }) {
  return (
    <label class="field">
      <span>{title}</span>
      <input type={type} onInput={({ currentTarget }) => onChange(currentTarget.value)} />
    </label>
  );
}
