import "./note-dialog.css";
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { Dialog } from "../../design/dialog/dialog";
import { useRefusal, useSession } from "../frame/session";
import { failure } from "../words/failure";

export interface NoteDialogProps {
  title: string;
  urgent?: boolean;
  say: { note: string; notePlaceholder: string; cancel: string };
  /** On the button, before it is pressed and after. */
  does: string;
  doing: string;
  ready?: boolean;
  /** What takes the place of what. */
  about: string;
  /** Left of the buttons. */
  aside?: ComponentChildren;
  /** What changes. */
  children: ComponentChildren;
  /** Throws what the server refused it for, which then stands in the dialog. */
  onDo(note: string): Promise<void>;
  onClose(): void;
}

/** Before something goes live: says what becomes otherwise, and takes a note. */
export function NoteDialog(props: NoteDialogProps) {
  const { title, urgent = false, say, does, doing, ready = true, about, aside, children } = props;
  const { draft } = useSession();
  const refused = useRefusal();
  const note = useSignal("");
  const busy = useSignal(false);
  const wrong = useSignal<string | null>(null);

  async function act(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (busy.value) return;
    busy.value = true;
    wrong.value = null;
    try {
      await props.onDo(note.value.trim());
      props.onClose();
    } catch (error) {
      wrong.value = failure(refused(error));
    }
    busy.value = false;
    void draft.refresh();
  }

  return (
    <Dialog title={title} urgent={urgent} onClose={props.onClose}>
      <form class="note-dialog" onSubmit={act}>
        <label class="field">
          <span>{say.note}</span>
          <input
            type="text"
            maxLength={200}
            placeholder={say.notePlaceholder}
            value={note.value}
            onInput={({ currentTarget }) => {
              note.value = currentTarget.value;
            }}
          />
        </label>
        {children}
        <p class="takes-over">{about}</p>
        <p role="alert">{wrong.value}</p>
        <div class="dialog-actions">
          {aside}
          <button type="button" class="button" onClick={props.onClose}>
            {say.cancel}
          </button>
          <button type="submit" class="button primary" disabled={busy.value || !ready}>
            {busy.value ? doing : does}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
