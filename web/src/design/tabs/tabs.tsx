import "./tabs.css";
import { normalizeProps, useMachine } from "@zag-js/preact";
import * as tabs from "@zag-js/tabs";
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

export interface Tab<Name extends string> {
  name: Name;
  label: ComponentChildren;
}

export interface TabsProps<Name extends string> {
  label: string;
  tabs: Tab<Name>[];
  chosen: Name;
  onChoose(name: Name): void;
  /** What stands under the chosen one. */
  children: ComponentChildren;
}

export function Tabs<Name extends string>({ label, tabs: all, chosen, onChoose, children }: TabsProps<Name>) {
  const service = useMachine(tabs.machine, {
    id: useId(),
    value: chosen,
    onValueChange: ({ value }) => onChoose(value as Name),
  });
  const api = tabs.connect(service, normalizeProps);
  return (
    <div {...(api.getRootProps() as object)} class="tabs">
      <div {...({ ...api.getListProps(), "aria-label": label } as object)} class="tab-list">
        {all.map((tab) => (
          <button key={tab.name} {...(api.getTriggerProps({ value: tab.name }) as object)} type="button">
            {tab.label}
          </button>
        ))}
      </div>
      <div {...(api.getContentProps({ value: chosen }) as object)} class="tab-content">
        {children}
      </div>
    </div>
  );
}
