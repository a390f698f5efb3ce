import { type ComponentChildren, Fragment } from "preact";
import { createPortal } from "preact/compat";

/** At the end of the page, where nothing cuts off what comes up over everything. */
export function Portal({ children }: { children: ComponentChildren }) {
  return createPortal(<Fragment>{children}</Fragment>, document.body);
}
