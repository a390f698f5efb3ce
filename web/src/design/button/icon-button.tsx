import "../controls.css";
import "./icon-button.css";
import type { LucideIcon } from "lucide-preact";
import { Tooltip } from "../tooltip/tooltip";

export interface IconButtonProps {
  icon: LucideIcon;
  label: string;
  /** Beside the label. */
  keys?: string;
  pressed?: boolean;
  disabled?: boolean;
  danger?: boolean;
  onClick(): void;
}

/** A button that only an icon says; its label comes up beside it. */
export function IconButton({ icon: Icon, label, keys, pressed, disabled, danger, onClick }: IconButtonProps) {
  return (
    <Tooltip text={label} {...(keys !== undefined && { keys })}>
      {(props) => (
        <button
          {...props}
          type="button"
          class={danger ? "icon-button danger" : "icon-button"}
          aria-label={label}
          {...(pressed !== undefined && { "aria-pressed": pressed })}
          disabled={disabled}
          onClick={onClick}
        >
          <Icon size={18} aria-hidden="true" />
        </button>
      )}
    </Tooltip>
  );
}
