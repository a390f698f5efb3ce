import "./canned-dialog.css";
import { useSignal } from "@preact/signals";
import { Pencil, Plus, Trash2, Zap } from "lucide-preact";
import { useEffect } from "preact/hooks";
import { Badge } from "../../design/badge/badge";
import { IconButton } from "../../design/button/icon-button";
import { Dialog } from "../../design/dialog/dialog";
import { EmptyState } from "../../design/empty-state/empty-state";
import { say as tell } from "../../design/toast/toast";
import { language } from "../../language/chosen";
import type { Canned } from "../../wire/desk";
import { request } from "../../wire/request";
import { useUi } from "../page/context";
import { CannedForm } from "./canned-form";
import { text } from "./text";

/** One's own canned replies, and for whoever may the shop's. */
export function CannedDialog({ onClose }: { onClose(): void }) {
  const ui = useUi();
  const say = text[language.value];
  const all = useSignal<Canned[] | null>(null);
  const edited = useSignal<Canned | "new" | null>(null);
  const mayShare = ui.desk.may("manage_canned");
  async function load(): Promise<void> {
    try {
      all.value = (await request<{ canned: Canned[] }>("GET", "/canned")).canned;
    } catch (error) {
      ui.sayWhy(error);
    }
  }
  useEffect(() => {
    void load();
  }, []);
  async function remove({ id }: Canned): Promise<void> {
    try {
      await request("DELETE", `/canned/${encodeURIComponent(id)}`);
      tell.done(say.removed);
      await load();
    } catch (error) {
      ui.sayWhy(error);
    }
  }
  if (edited.value !== null) {
    const one = edited.value === "new" ? null : edited.value;
    const back = () => {
      edited.value = null;
    };
    return (
      <Dialog key="form" title={one === null ? say.add : say.edit} onClose={back}>
        <CannedForm
          canned={one}
          mayShare={mayShare}
          onCancel={back}
          onSaved={() => {
            back();
            void load();
          }}
        />
      </Dialog>
    );
  }
  return (
    <Dialog key="list" title={say.title} about={say.about} shape="wide" onClose={onClose}>
      <div class="canned-dialog">
        <button
          type="button"
          class="button"
          onClick={() => {
            edited.value = "new";
          }}
        >
          <Plus size={16} aria-hidden="true" />
          {say.add}
        </button>
        {all.value === null && <p role="status">{say.loading}</p>}
        {all.value?.length === 0 && <EmptyState icon={Zap} title={say.none} about={say.noneAbout} />}
        <ul>
          {all.value?.map((canned) => (
            <li key={canned.id}>
              <div>
                <kbd>/{canned.shortcut}</kbd> <b>{canned.title}</b>{" "}
                {canned.shared && <Badge>{say.shared}</Badge>}
                <p>{canned.text}</p>
              </div>
              {(!canned.shared || mayShare) && (
                <>
                  <IconButton
                    icon={Pencil}
                    label={`${say.edit} /${canned.shortcut}`}
                    onClick={() => {
                      edited.value = canned;
                    }}
                  />
                  <IconButton
                    icon={Trash2}
                    label={`${say.remove} /${canned.shortcut}`}
                    danger
                    onClick={() => remove(canned)}
                  />
                </>
              )}
            </li>
          ))}
        </ul>
      </div>
    </Dialog>
  );
}
