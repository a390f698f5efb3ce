import "../panes/page.css";
import "./faq.css";
import { useSignal } from "@preact/signals";
import { BookOpenText, CircleAlert, Plus, SearchX } from "lucide-preact";
import { useEffect } from "preact/hooks";
import { EmptyState } from "../../design/empty-state/empty-state";
import { language } from "../../language/chosen";
import { Refused } from "../../wire/request";
import { faq, refreshFaq, refreshIntents } from "../content/lists";
import { today } from "../content/when";
import { go, href } from "../frame/place";
import { useSession } from "../frame/session";
import type { PageProps } from "../pages";
import { useKeys } from "../panes/keys";
import { Panes } from "../panes/panes";
import { UndoBar } from "../panes/undo-bar";
import { failure } from "../words/failure";
import { EntryList } from "./entry-list";
import { EntryView } from "./entry-view";
import { everything, filtered } from "./filter";
import { FilterBar } from "./filter-bar";
import { NewEntry } from "./new-entry";
import { text } from "./text";
import { useRemoval } from "./use-removal";
import { Which } from "./which";

/** In the address, where the id of an entry stands. */
const NEW = "+";

/** What customers often ask, and the answers. */
export function Faq({ place }: PageProps) {
  const say = text[language.value];
  const { draft, signedOut } = useSession();
  const filter = useSignal(everything);
  const refused = useSignal<Refused | null>(null);
  const known = useSignal(faq.peek().length > 0);
  const removal = useRemoval();
  const [id] = place.rest;
  const all = faq.value;
  const entries = filtered(all, filter.value, today());

  async function load(): Promise<void> {
    try {
      await Promise.all([refreshFaq(), refreshIntents()]);
      known.value = true;
      refused.value = null;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (error.status === 401) signedOut();
      refused.value = error;
    }
  }
  useEffect(() => void load(), [draft.changes.value]);

  const step = (by: number) => {
    const at = entries.findIndex((entry) => entry.id === id);
    const next = entries[Math.max(0, Math.min(at + by, entries.length - 1))];
    if (next !== undefined) go("faq", next.id);
  };
  const undo = async () => {
    const back = removal.removed.value?.entry.id;
    if ((await removal.undo()) && back !== undefined) go("faq", back);
  };
  useKeys({
    j: () => step(1),
    k: () => step(-1),
    u: () => void undo(),
    n: () => go("faq", NEW),
  });

  const removed = removal.removed.value?.entry;
  return (
    <div class="content-page faq-page">
      <header>
        <div>
          <h1>{say.title}</h1>
          <p class="standing">
            {known.value
              ? say.standing(all.length, all.filter(({ hits_30d }) => hits_30d === 0).length)
              : say.about}
          </p>
        </div>
        <a class="button primary" href={href("faq", NEW)}>
          <Plus size={16} aria-hidden="true" />
          {say.add}
        </a>
      </header>
      <Which />
      <UndoBar
        words={removed === undefined ? null : say.removed(removed.questions[0] ?? removed.id)}
        undo={say.undo}
        onUndo={() => void undo()}
      />
      {refused.value !== null && (
        <div role="alert" class="faq-card">
          <EmptyState icon={CircleAlert} title={say.failed} about={failure(refused.value)}>
            <button type="button" class="button" onClick={() => void load()}>
              {say.again}
            </button>
          </EmptyState>
        </div>
      )}
      {!known.value && refused.value === null && <p class="faq-card loading">{say.loading}</p>}
      {known.value && (
        <Panes
          detailFirst={id !== undefined}
          back={say.back}
          onBack={() => go("faq")}
          list={
            <>
              <FilterBar
                all={all}
                filter={filter.value}
                onChange={(part) => {
                  filter.value = { ...filter.value, ...part };
                }}
              />
              {entries.length > 0 ? (
                <EntryList entries={entries} chosen={id} />
              ) : (
                <div class="faq-card">
                  <EmptyState icon={SearchX} title={say.nothingFound}>
                    <button
                      type="button"
                      class="button"
                      onClick={() => {
                        filter.value = everything;
                      }}
                    >
                      {say.clear}
                    </button>
                  </EmptyState>
                </div>
              )}
            </>
          }
          detail={<Detail id={id} onRemove={removal.remove} />}
        />
      )}
    </div>
  );
}

function Detail({
  id,
  onRemove,
}: {
  id: string | undefined;
  onRemove: ReturnType<typeof useRemoval>["remove"];
}) {
  const say = text[language.value];
  if (id === NEW) return <NewEntry onAdded={(added) => go("faq", added)} />;
  if (id === undefined)
    return <EmptyState icon={BookOpenText} title={say.choose.title} about={say.choose.about} />;
  const entry = faq.value.find((one) => one.id === id);
  if (entry === undefined) return <EmptyState icon={BookOpenText} title={say.gone} />;
  const remove = async () => {
    if (await onRemove(entry)) go("faq");
  };
  return <EntryView key={id} entry={entry} onRemove={remove} />;
}
