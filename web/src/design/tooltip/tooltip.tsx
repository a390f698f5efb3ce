import "./tooltip.css";
import { normalizeProps, useMachine } from "@zag-js/preact";
import * as tooltip from "@zag-js/tooltip";
import type { ComponentChildren, JSX } from "preact";
import { useId } from "preact/hooks";
import { Keys } from "../key/key";
import { Portal } from "../portal";

export interface TooltipProps {
  text: string;
  keys?: string;
  children(trigger: JSX.HTMLAttributes<HTMLButtonElement>): ComponentChildren;
}

/** Says what a button does, to the pointer and to the keyboard. */
export function Tooltip({ text, keys, children }: TooltipProps) {
  const service = useMachine(tooltip.machine, {
    id: useId(),
    openDelay: 350,
    closeDelay: 80,
    positioning: { placement: "bottom" },
  });
  const api = tooltip.connect(service, normalizeProps);
  return (
    <>
      {children(api.getTriggerProps() as JSX.HTMLAttributes<HTMLButtonElement>)}
      {api.open && (
        <Portal>
          <div {...(api.getPositionerProps() as object)}>
            <div {...(api.getContentProps() as object)} class="tooltip">
              {text}
              {keys !== undefined && <Keys keys={keys} />}
            </div>
          </div>
        </Portal>
      )}
    </>
  );
}
