import { useSignal } from "@preact/signals";
import { CloudOff } from "lucide-preact";
import { useEffect } from "preact/hooks";
import { EmptyState } from "../design/empty-state/empty-state";
import { SignIn } from "../design/sign-in/sign-in";
import { language } from "../language/chosen";
import { type Person, whoIsSignedIn } from "../wire/session";
import { DeskPage } from "./page/desk-page";
import { text } from "./text";

/** Before the desk: who is there? */
export function Seat() {
  const say = text[language.value];
  const person = useSignal<Person | null | undefined>(undefined);
  const failed = useSignal(false);

  /** What somebody may do is said here alone. */
  async function ask(): Promise<void> {
    failed.value = false;
    try {
      person.value = await whoIsSignedIn();
    } catch {
      failed.value = true;
    }
  }
  useEffect(() => {
    void ask();
  }, []);

  if (failed.value) {
    return (
      <EmptyState icon={CloudOff} title={say.unreachable} about={say.unreachableAbout}>
        <button type="button" class="button primary" onClick={ask}>
          {say.again}
        </button>
      </EmptyState>
    );
  }
  if (person.value === undefined) return <p class="unseen">{say.loading}</p>;
  if (person.value === null) return <SignIn title={say.title} onSignedIn={ask} />;
  if (!person.value.permissions.includes("answer")) {
    return (
      <EmptyState icon={CloudOff} title={say.noAnswer} about={say.noAnswerAbout}>
        <a class="button" href="/console">
          {say.console}
        </a>
      </EmptyState>
    );
  }
  const signedOut = () => {
    person.value = null;
  };
  return <DeskPage key={person.value.seat} person={person.value} onSignedOut={signedOut} />;
}
