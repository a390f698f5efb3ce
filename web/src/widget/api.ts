import type { Visitor } from "./session";
import type { Theme, Widget } from "./widget";

/** `window.xiaoer`: docs/widget.md says what each does. */
function api(widget: Widget, detach: () => void) {
  return {
    open: () => widget.open(),
    close: () => widget.close(),
    toggle: () => (widget.panel.get().open ? widget.close() : widget.open()),
    identify: (visitor: Visitor | null) => widget.identify(visitor ?? {}),
    send(text: string): void {
      const words = String(text).trim();
      if (words !== "") widget.session.get().say(words);
    },
    compose(text: string): void {
      widget.panel.change({ draft: String(text) });
      widget.open();
    },
    on: (event: string, listener: (told: unknown) => void) => widget.events.on(event, listener),
    setLanguage: (tag: string) => widget.language.set(String(tag)),
    setTheme: (theme: Theme) => widget.theme.set(theme),
    shutdown(): void {
      widget.shutdown();
      detach();
      delete window.xiaoer;
    },
  };
}

/** What the page asked for before the script was there is done first, in order. */
export function publish(widget: Widget, detach: () => void): void {
  const calls: Record<string, (...args: never[]) => unknown> = api(widget, detach);
  const push = (...asked: [string, ...never[]][]): void => {
    for (const [name, ...args] of asked) {
      try {
        if (Object.hasOwn(calls, name)) calls[name]?.(...args);
        else console.warn(`xiaoer: there is no "${name}"`);
      } catch (error) {
        console.error("xiaoer", error);
      }
    }
  };
  const before = window.xiaoer;
  window.xiaoer = Object.freeze({ ...calls, push });
  if (Array.isArray(before)) push(...before);
}
