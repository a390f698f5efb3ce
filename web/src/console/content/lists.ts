import { signal } from "@preact/signals";
import { language } from "../../language/chosen";
import { type FaqEntry, type IntentRow, readFaq, readIntents } from "../../wire/inbox";

/** What several pages name: kept while the page lives, so that names are there at once. */
export const intents = signal<readonly IntentRow[]>([]);
export const faq = signal<readonly FaqEntry[]>([]);

export async function refreshIntents(): Promise<void> {
  intents.value = await readIntents();
}

export async function refreshFaq(): Promise<void> {
  faq.value = await readFaq();
}

/** What an intent is called; its name while that is not known. */
export function intentTitle(name: string): string {
  const known = intents.value.find((intent) => intent.name === name);
  return known === undefined ? name : titleOf(known);
}

export function titleOf({ title, title_en }: Pick<IntentRow, "title" | "title_en">): string {
  return language.value === "en" ? (title_en ?? title) : title;
}
