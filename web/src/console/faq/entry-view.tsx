import "./entry-view.css";
import { useSignal } from "@preact/signals";
import { Trash2 } from "lucide-preact";
import { Badge } from "../../design/badge/badge";
import { language } from "../../language/chosen";
import type { FaqEntry } from "../../wire/inbox";
import { intentTitle } from "../content/lists";
import { ago, daysUntil, today } from "../content/when";
import { Conflict } from "./conflict";
import { Fields } from "./fields";
import { standing } from "./filter";
import { editsOf } from "./form";
import { inFile } from "./in-file";
import { SaveBar } from "./save-bar";
import { text } from "./text";
import { useForm } from "./use-form";
import { useSaving } from "./use-saving";

/** An entry, to be read and changed. */
export function EntryView({ entry, onRemove }: { entry: FaqEntry; onRemove(): Promise<void> }) {
  const say = text[language.value];
  const writing = useForm(entry.id, entry);
  const removing = useSignal(false);
  const { saving, save } = useSaving(writing, entry.id, () =>
    editsOf(entry.id, writing.base.value, writing.form.value),
  );
  return (
    <section class="faq-entry" aria-labelledby="faq-entry">
      <header>
        <h2 id="faq-entry">{entry.questions[0] ?? entry.id}</h2>
        <p>
          {entry.intent !== null && <Badge>{intentTitle(entry.intent)}</Badge>}
          <EntryMark entry={entry} />
          <span>{entry.hits_30d === 0 ? say.unasked : say.hits(entry.hits_30d)}</span>
          {entry.last_hit !== null && <span>{say.lastHit(ago(entry.last_hit, language.value))}</span>}
          <a href={inFile(entry)}>
            <code>
              {entry.file} · {entry.id}
            </code>
          </a>
        </p>
      </header>
      <Conflict writing={writing} />
      <Fields writing={writing} entry={entry} />
      <SaveBar writing={writing} saving={saving.value} onSave={save}>
        <button
          type="button"
          class="button quiet"
          disabled={removing.value}
          onClick={async () => {
            removing.value = true;
            await onRemove();
            removing.value = false;
          }}
        >
          <Trash2 size={16} aria-hidden="true" />
          {say.remove}
        </button>
      </SaveBar>
    </section>
  );
}

/** What its dates say, where they say anything today. */
export function EntryMark({ entry }: { entry: FaqEntry }) {
  const say = text[language.value];
  const now = today();
  const stands = standing(entry, now);
  switch (stands) {
    case "valid":
      return null;
    case "ending":
      return <Badge tone="warning">{say.endsIn(daysUntil(entry.valid?.until ?? now, now))}</Badge>;
    case "expired":
      return <Badge tone="danger">{say.marks.expired}</Badge>;
    case "coming":
      return <Badge>{say.marks.coming}</Badge>;
  }
}
