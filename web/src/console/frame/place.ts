import { signal } from "@preact/signals";

/** Where in the console, as its address says after the `#`: `#/intents/logistics.track`. */
export interface Place {
  /** The path of a page; empty for the first. */
  readonly page: string;
  /** What follows it. */
  readonly rest: readonly string[];
}

export function readPlace(hash: string): Place {
  const [page = "", ...rest] = hash.replace(/^#\/?/, "").split("/").map(decoded);
  return { page, rest: rest.filter((part) => part !== "") };
}

/** What a link to a place says. */
export function href(page: string, ...rest: (string | number)[]): string {
  return `#/${[page, ...rest.map(String)].map(encodeURIComponent).join("/")}`;
}

/** Where one is. */
export const place = signal<Place>(readPlace(typeof location === "undefined" ? "" : location.hash));

if (typeof window !== "undefined") {
  addEventListener("hashchange", () => {
    place.value = readPlace(location.hash);
  });
}

export function go(page: string, ...rest: (string | number)[]): void {
  location.hash = href(page, ...rest);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // Somebody typed it by hand.
    return part;
  }
}
