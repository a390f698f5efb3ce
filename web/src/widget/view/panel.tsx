import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { useCell } from "../cell";
import { Composer } from "./composer";
import { useWidget } from "./context";
import { useDrop } from "./drop";
import { Header } from "./header";
import { Sheet } from "./sheet";
import { Status } from "./status";
import { Stream } from "./stream";

/** The conversation. Beside the page where there is room, and in its place, as a modal dialog, where there is not. */
export function Panel() {
  const { widget, texts, phone } = useWidget();
  const { open, sheet } = useCell(widget.panel);
  const dialog = useRef<HTMLDialogElement>(null);
  const [opened, setOpened] = useState(open);
  useEffect(() => setOpened((opened) => opened || open), [open]);
  useLayoutEffect(() => {
    const panel = dialog.current;
    if (!opened || panel === null) return;
    panel.close();
    if (!open) return;
    if (phone) panel.showModal();
    else panel.show();
    panel.querySelector<HTMLElement>(phone ? "h2" : "textarea, form input")?.focus({ preventScroll: true });
  }, [open, opened, phone]);
  useKeyboard(dialog, open && phone);
  const { over, ...dropping } = useDrop();
  if (!opened) return null;
  const onKeyDown = (event: JSX.TargetedKeyboardEvent<HTMLElement>) => {
    if (event.key !== "Escape" || event.isComposing || event.defaultPrevented) return;
    event.preventDefault();
    if (sheet === null) widget.close();
    else widget.panel.change({ sheet: null });
  };
  return (
    <dialog
      ref={dialog}
      class="panel"
      data-phone={phone}
      aria-label={texts.title}
      onKeyDown={onKeyDown}
      onCancel={(event) => event.preventDefault()}
      {...dropping}
    >
      <Header />
      {sheet === null ? (
        <>
          <Stream />
          <Status />
          <Composer />
        </>
      ) : (
        <Sheet sheet={sheet} />
      )}
      {over && <p class="drop">{texts.dropHere}</p>}
    </dialog>
  );
}

/** On a phone the panel is as high as what the keyboard leaves. */
function useKeyboard(panel: { current: HTMLElement | null }, active: boolean): void {
  useEffect(() => {
    const view = window.visualViewport;
    if (!active || view === null) return;
    const fit = () => {
      panel.current?.style.setProperty("--top", `${view.offsetTop}px`);
      panel.current?.style.setProperty("--height", `${view.height}px`);
    };
    fit();
    view.addEventListener("resize", fit);
    view.addEventListener("scroll", fit);
    return () => {
      view.removeEventListener("resize", fit);
      view.removeEventListener("scroll", fit);
    };
  }, [panel, active]);
}
