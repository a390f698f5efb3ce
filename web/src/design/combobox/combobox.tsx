import "../controls.css";
import "./combobox.css";
import * as combobox from "@zag-js/combobox";
import { normalizeProps, useMachine } from "@zag-js/preact";
import { useId, useMemo, useState } from "preact/hooks";
import { Portal } from "../portal";

export interface Choice {
  value: string;
  label: string;
  /** Beside the label, smaller; found by as well. */
  about?: string;
}

export interface ComboboxProps {
  label: string;
  placeholder?: string;
  choices: Choice[];
  /** What the list says for words that are none of the choices and may become one. */
  add?(words: string): string;
  /** What the list says where nothing fits. */
  none: string;
  /** The list is there from the start. */
  open?: boolean;
  onPick(value: string): void;
}

const NEW = "\u0000new";

/** Type to narrow a list down, pick with Enter. Empty again after each pick. */
export function Combobox({ label, placeholder, choices, add, none, open = false, onPick }: ComboboxProps) {
  const [words, setWords] = useState("");
  const found = useMemo(() => narrow(choices, words, add), [choices, words, add]);
  const collection = useMemo(
    () => combobox.collection({ items: found, itemToValue: ({ value }) => value, itemToString: () => "" }),
    [found],
  );
  const service = useMachine(combobox.machine as combobox.Machine, {
    id: useId(),
    collection,
    value: [],
    inputValue: words,
    defaultOpen: open,
    openOnClick: true,
    inputBehavior: "autohighlight",
    selectionBehavior: "clear",
    positioning: { sameWidth: true, gutter: 4 },
    onInputValueChange: ({ inputValue }) => setWords(inputValue),
    onValueChange: ({ value: [value] }) => {
      if (value === undefined) return;
      onPick(value === NEW ? words.trim() : value);
      setWords("");
    },
  });
  const api = combobox.connect(service, normalizeProps);
  return (
    <div {...(api.getRootProps() as object)} class="combobox">
      <div {...(api.getControlProps() as object)}>
        <input {...(api.getInputProps() as object)} aria-label={label} placeholder={placeholder ?? label} />
      </div>
      {api.open && (
        <Portal>
          <div {...(api.getPositionerProps() as object)}>
            <ul {...(api.getContentProps() as object)} class="menu combobox-list">
              {found.map((choice) => (
                <li key={choice.value} {...(api.getItemProps({ item: choice }) as object)}>
                  <span class="menu-label">
                    {choice.label}
                    {choice.about !== undefined && <small>{choice.about}</small>}
                  </span>
                </li>
              ))}
              {found.length === 0 && <li class="none">{none}</li>}
            </ul>
          </div>
        </Portal>
      )}
    </div>
  );
}

function narrow(choices: Choice[], words: string, add: ComboboxProps["add"]): Choice[] {
  const wanted = words.trim().toLowerCase();
  const fits = ({ label, about, value }: Choice) =>
    [label, about ?? "", value].some((text) => text.toLowerCase().includes(wanted));
  const found = wanted === "" ? choices : choices.filter(fits);
  const isNew = wanted !== "" && !choices.some(({ label }) => label.toLowerCase() === wanted);
  return add !== undefined && isNew ? [...found, { value: NEW, label: add(words.trim()) }] : found;
}
