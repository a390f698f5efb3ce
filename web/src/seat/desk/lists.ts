import { type ReadonlySignal, signal } from "@preact/signals";
import { language } from "../../language/chosen";
import type { Intent } from "../../wire/desk";
import { request } from "../../wire/request";

/** Fetched when first wanted, and kept while the page lives; empty where the server does not have it. */
class Kept<T> {
  private readonly value = signal<readonly T[]>([]);
  private asked = false;

  constructor(private readonly fetch: () => Promise<readonly T[]>) {}

  get all(): ReadonlySignal<readonly T[]> {
    if (!this.asked) void this.refresh();
    return this.value;
  }

  async refresh(): Promise<void> {
    this.asked = true;
    try {
      this.value.value = await this.fetch();
    } catch {
      // Names stand for themselves until the next time.
      this.asked = false;
    }
  }
}

export const intents = new Kept<Intent>(async () => {
  return (await request<{ intents: Intent[] }>("GET", "/intents")).intents;
});

export const labels = new Kept<string>(async () => {
  return (await request<{ labels: string[] }>("GET", "/labels")).labels;
});

/** What an intent is called. */
export function intentTitle(name: string): string {
  const known = intents.all.value.find(({ intent }) => intent === name);
  return known === undefined ? name : titleOf(known);
}

export function titleOf({ title, title_en }: Intent): string {
  return language.value === "en" ? (title_en ?? title) : title;
}
