import { spotOf } from "../files/spot";
import { useTop } from "../frame/use-top";
import type { PageProps } from "../pages";
import { IntentList } from "./intent-list";
import { IntentPage } from "./intent-page";

/** `#/intents`, `#/intents/NAME/TAB`, and `#/intents/NAME/file/rules/0` for a place in its file. */
export function IntentsPage({ place }: PageProps) {
  const [name, tab = "examples", ...rest] = place.rest;
  useTop(name);
  if (name === undefined) return <IntentList />;
  return <IntentPage key={name} name={name} tab={tab} spot={spotOf(rest)} />;
}
