import "../controls.css";
import "../button/icon-button.css";
import "./dialog.css";
import * as dialog from "@zag-js/dialog";
import { normalizeProps, useMachine } from "@zag-js/preact";
import { X } from "lucide-preact";
import type { ComponentChildren } from "preact";
import { useId, useRef } from "preact/hooks";
import { language } from "../../language/chosen";
import { Portal } from "../portal";

export interface DialogProps {
  title: string;
  /** Under the title. */
  about?: string;
  /** `side` slides in from the edge. */
  shape?: "normal" | "wide" | "side";
  /** Asks for a decision before anything else goes on. */
  urgent?: boolean;
  onClose(): void;
  children: ComponentChildren;
}

/** Where the focus goes: what one came for, and not the button that closes it. */
const FIRST = "input, select, textarea, button, [tabindex]";

/** Open as long as it is drawn. Keeps the focus, and gives it back. */
export function Dialog({ title, about, shape = "normal", urgent = false, onClose, children }: DialogProps) {
  const body = useRef<HTMLDivElement>(null);
  const service = useMachine(dialog.machine, {
    id: useId(),
    open: true,
    role: urgent ? "alertdialog" : "dialog",
    initialFocusEl: () =>
      body.current?.querySelector<HTMLElement>(FIRST) ?? body.current?.parentElement ?? null,
    onOpenChange: ({ open }) => {
      if (!open) onClose();
    },
  });
  const api = dialog.connect(service, normalizeProps);
  return (
    <Portal>
      <div {...(api.getBackdropProps() as object)} class="dialog-backdrop" />
      <div {...(api.getPositionerProps() as object)} class={`dialog-place ${shape}`}>
        <div {...(api.getContentProps() as object)} class={`dialog ${shape}`}>
          <header>
            <h2 {...(api.getTitleProps() as object)}>{title}</h2>
            <button
              {...(api.getCloseTriggerProps() as object)}
              class="icon-button"
              aria-label={language.value === "en" ? "Close" : "关闭"}
            >
              <X size={18} aria-hidden="true" />
            </button>
          </header>
          {about !== undefined && <p {...(api.getDescriptionProps() as object)}>{about}</p>}
          <div class="dialog-body" ref={body}>
            {children}
          </div>
        </div>
      </div>
    </Portal>
  );
}
