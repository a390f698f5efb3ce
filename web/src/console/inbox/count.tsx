import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Count } from "../../design/badge/badge";
import { language } from "../../language/chosen";
import { readInbox } from "../../wire/inbox";
import { useSession } from "../frame/session";
import { text } from "./text";

/** How many messages wait in the inbox. */
export const waiting = signal(0);

/** In milliseconds. */
const EVERY = 60_000;

/** The number beside the page's name in the navigation. */
export function Waiting() {
  const { draft } = useSession();
  const say = text[language.value];

  useEffect(() => {
    const look = () => {
      if (document.hidden) return;
      readInbox(null, 1).then(
        ({ open }) => {
          waiting.value = open;
        },
        () => {
          // The page of the inbox says what is wrong.
        },
      );
    };
    look();
    const timer = setInterval(look, EVERY);
    return () => clearInterval(timer);
  }, [draft.changes.value]);

  return <Count of={waiting.value} tone="accent" label={say.waiting} />;
}
