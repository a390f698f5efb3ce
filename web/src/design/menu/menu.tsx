import "../controls.css";
import "./menu.css";
import * as menu from "@zag-js/menu";
import { normalizeProps, useMachine } from "@zag-js/preact";
import type { LucideIcon } from "lucide-preact";
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { Keys } from "../key/key";
import { Portal } from "../portal";

export interface MenuItem {
  value: string;
  label: string;
  /** In a second line. */
  about?: string;
  icon?: LucideIcon;
  keys?: string;
  disabled?: boolean;
  danger?: boolean;
  /** A line above it. */
  apart?: boolean;
  checked?: boolean;
}

export interface MenuProps {
  /** Of the button, where its content does not say it. */
  label?: string;
  /** Of the button. */
  look?: string;
  items: MenuItem[];
  onPick(value: string): void;
  children: ComponentChildren;
}

/** A button with a menu under it. */
export function Menu({ label, look = "button", items, onPick, children }: MenuProps) {
  const service = useMachine(menu.machine, {
    id: useId(),
    positioning: { placement: "bottom-end", gutter: 4 },
    onSelect: ({ value }) => onPick(value),
  });
  const api = menu.connect(service, normalizeProps);
  return (
    <>
      <button {...(api.getTriggerProps() as object)} type="button" class={look} aria-label={label}>
        {children}
      </button>
      {api.open && (
        <Portal>
          <div {...(api.getPositionerProps() as object)}>
            <ul {...(api.getContentProps() as object)} class="menu">
              {items.map((item) => (
                <Item key={item.value} api={api} item={item} />
              ))}
            </ul>
          </div>
        </Portal>
      )}
    </>
  );
}

function Item({ api, item }: { api: menu.Api; item: MenuItem }) {
  const { value, label, about, icon: Icon, keys, disabled = false, danger, apart, checked } = item;
  const props =
    checked === undefined
      ? api.getItemProps({ value, disabled })
      : api.getOptionItemProps({ value, disabled, type: "radio", checked });
  return (
    <>
      {apart && <hr {...(api.getSeparatorProps() as object)} />}
      <li {...(props as object)} class={danger ? "danger" : ""}>
        {Icon !== undefined && <Icon size={16} aria-hidden="true" />}
        <span class="menu-label">
          {label}
          {about !== undefined && <small>{about}</small>}
        </span>
        {keys !== undefined && <Keys keys={keys} />}
      </li>
    </>
  );
}
