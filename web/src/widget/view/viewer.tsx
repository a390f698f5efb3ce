import { useEffect, useRef } from "preact/hooks";
import { useCell } from "../cell";
import { useWidget } from "./context";
import { Icon } from "./icon";

/** A picture over everything. */
export function Viewer() {
  const { widget, texts } = useWidget();
  const { picture } = useCell(widget.panel);
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (picture !== null) dialog.current?.showModal();
  }, [picture]);
  if (picture === null) return null;
  const close = () => widget.panel.change({ picture: null });
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape and the button do the same.
    <dialog ref={dialog} class="viewer" aria-label={picture.name} onClose={close} onClick={close}>
      <img src={picture.url} alt={picture.name} />
      <button class="round" type="button" aria-label={texts.close}>
        <Icon name="close" />
      </button>
    </dialog>
  );
}
