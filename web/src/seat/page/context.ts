import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Desk } from "../desk/desk";
import type { Ui } from "./ui";

export const UiContext = createContext<Ui | null>(null);

export function useUi(): Ui {
  const ui = useContext(UiContext);
  if (ui === null) throw new Error("outside of the desk");
  return ui;
}

export function useDesk(): Desk {
  return useUi().desk;
}
