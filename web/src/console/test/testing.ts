import { signal } from "@preact/signals";

/** The sentence with which the test box opens; null while it is closed. Any page may set it. */
export const testing = signal<string | null>(null);
