import { Refused } from "../../wire/request";

/** Why signing in did not work, as far as whoever signs in can do something about it. */
export type Failure = "credentials" | "throttled" | "offline" | "server";

export function failure(error: unknown): Failure {
  if (!(error instanceof Refused)) return "server";
  switch (error.code) {
    case "bad_credentials":
      return "credentials";
    case "throttled":
      return "throttled";
    case "offline":
      return "offline";
    default:
      return "server";
  }
}

/** Seconds until another attempt is taken; 0 where one may try at once. */
export function wait(error: unknown): number {
  return error instanceof Refused ? (error.after ?? 0) : 0;
}
