/** `/auth/…`: who is signed in. The session itself is a cookie that pages cannot read. */

import { Refused, request } from "./request";

export interface Person {
  email: string;
  seat: string;
  shop: string;
  role: "seat" | "supervisor" | "operator" | "admin";
  name: string;
  skills: string[];
  capacity: number;
  /** What they may do, as docs/security.md names it. */
  permissions: string[];
}

/**
 * Whoever is signed in; null where nobody is.
 *
 * @throws {Refused} when the server does not answer.
 */
export async function whoIsSignedIn(): Promise<Person | null> {
  try {
    return await request<Person>("GET", "/auth/me");
  } catch (error) {
    if (error instanceof Refused && error.status === 401) return null;
    throw error;
  }
}

/** @throws {Refused} `bad_credentials`, `throttled` with the seconds to wait, `offline`, or a fault of the server. */
export async function signIn(email: string, password: string): Promise<Person> {
  await request("POST", "/auth/login", { email, password });
  // Only this answer says what they may do.
  return request("GET", "/auth/me");
}

/** Of a session that is over already there is nothing to end. */
export async function signOut(): Promise<void> {
  try {
    await request("POST", "/auth/logout");
  } catch (error) {
    if (!(error instanceof Refused && error.status === 401)) throw error;
  }
}
