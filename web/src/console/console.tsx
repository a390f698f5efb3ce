import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { SignIn } from "../design/sign-in/sign-in";
import { language } from "../language/chosen";
import { type Person, whoIsSignedIn } from "../wire/session";
import { Dashboard } from "./dashboard/dashboard";
import { Frame } from "./frame/frame";
import { text } from "./frame/text";

/** What stands before the pages: undefined until it is known whether anybody is signed in. */
export function Console() {
  const person = useSignal<Person | null | undefined>(undefined);
  const say = text[language.value];

  useEffect(() => {
    whoIsSignedIn().then(
      (known) => {
        person.value = known;
      },
      () => {
        // The form says what is wrong when it is used.
        person.value = null;
      },
    );
  }, [person]);

  useEffect(() => {
    document.title = say.document;
  }, [say]);

  if (person.value === undefined) return null;
  if (person.value === null) {
    return (
      <SignIn
        title={say.title}
        onSignedIn={(signedIn) => {
          person.value = signedIn;
        }}
      />
    );
  }
  const leave = () => {
    person.value = null;
  };
  return (
    <Frame person={person.value} onSignedOut={leave}>
      {person.value.permissions.includes("read_reports") ? (
        <Dashboard onSignedOut={leave} />
      ) : (
        <p class="not-yours">{say.notYours}</p>
      )}
    </Frame>
  );
}
