import { useRef } from "preact/hooks";
import { language } from "../../language/chosen";
import { Dialog } from "./dialog";

export interface ConfirmProps {
  title: string;
  about: string;
  /** What the button that does it says. */
  yes: string;
  onYes(): void;
  onClose(): void;
}

/** Before what cannot be undone. */
export function Confirm({ title, about, yes, onYes, onClose }: ConfirmProps) {
  const done = useRef(false);
  return (
    <Dialog title={title} about={about} urgent onClose={onClose}>
      <div class="dialog-actions">
        <button type="button" class="button" onClick={onClose}>
          {language.value === "en" ? "Cancel" : "取消"}
        </button>
        <button
          type="button"
          class="button primary"
          onClick={() => {
            if (done.current) return;
            done.current = true;
            onClose();
            onYes();
          }}
        >
          {yes}
        </button>
      </div>
    </Dialog>
  );
}
