import { useSignal } from "@preact/signals";
import { SignIn } from "../design/sign-in/sign-in";
import type { Person } from "../wire/session";

export function Console() {
  const person = useSignal<Person | null>(null);
  return person.value === null ? (
    <SignIn
      title="运营看板"
      onSignedIn={(signedIn) => {
        person.value = signedIn;
      }}
    />
  ) : (
    <main>{person.value.name}</main>
  );
}
