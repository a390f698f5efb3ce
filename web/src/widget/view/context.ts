import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Session } from "../session";
import type { Settings } from "../settings";
import type { Texts } from "../texts";
import type { Formats } from "../time";
import type { Widget } from "../widget";

/** What every view may need. */
export interface Context {
  widget: Widget;
  session: Session;
  settings: Settings;
  texts: Texts;
  formats: Formats;
  /** The whole screen is the panel's. */
  phone: boolean;
}

const PLACE = createContext<Context | null>(null);

export const Provide = PLACE.Provider;

export function useWidget(): Context {
  const context = useContext(PLACE);
  if (context === null) throw new Error("outside of the app");
  return context;
}
