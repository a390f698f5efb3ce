import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { Refused } from "../../wire/request";
import type { Person } from "../../wire/session";
import type { Draft } from "../draft/draft";

/** What every page of the console is given. */
export interface Session {
  person: Person;
  draft: Draft;
  /** The session is over: one signs in again and is where one was. */
  signedOut(): void;
}

export const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error("outside the console");
  return session;
}

/** What a call was refused for, as a code; ends the session where it is over. */
export function useRefusal(): (error: unknown) => Refused {
  const { signedOut } = useSession();
  return (error) => {
    if (!(error instanceof Refused)) throw error;
    if (error.status === 401) signedOut();
    return error;
  };
}
