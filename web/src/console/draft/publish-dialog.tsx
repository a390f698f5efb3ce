import { useState } from "preact/hooks";
import { say as tell } from "../../design/toast/toast";
import { language } from "../../language/chosen";
import { type Content, content, type DraftState } from "../../wire/content";
import { go } from "../frame/place";
import { Effects } from "./effects";
import { NoteDialog } from "./note-dialog";
import { text } from "./text";

export interface PublishDialogProps {
  content: Content;
  draft: DraftState;
  onClose(): void;
}

/** Says in numbers what will be otherwise, takes a note, and goes live. */
export function PublishDialog({ content: { live }, draft, onClose }: PublishDialogProps) {
  const say = text[language.value];
  // What was looked at is what goes live: a save in between is another revision, and refused.
  const [{ revision }] = useState(draft);
  const leave = (page: string) => {
    onClose();
    go(page);
  };
  return (
    <NoteDialog
      title={say.publish}
      say={say}
      does={say.publish}
      doing={say.publishing}
      ready={draft.step === "ready"}
      about={say.takesOver(live.number)}
      aside={
        <button type="button" class="button quiet" onClick={() => leave("rollout")}>
          {say.canary}
        </button>
      }
      onDo={async (note) => {
        const version = await content.publish(revision, note);
        tell.done(say.published(version.number));
      }}
      onClose={onClose}
    >
      <Effects draft={draft} onLook={() => leave("draft")} />
    </NoteDialog>
  );
}
