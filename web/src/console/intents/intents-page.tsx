import type { PageProps } from "../pages";
import { IntentList } from "./intent-list";
import { IntentPage } from "./intent-page";

/** `#/intents`, and `#/intents/NAME/TAB`. */
export function IntentsPage({ place }: PageProps) {
  const [name, tab] = place.rest;
  return name === undefined ? <IntentList /> : <IntentPage key={name} name={name} tab={tab ?? "examples"} />;
}
