import type { FaqEntry } from "../../wire/inbox";

/** Where entries like a new one stand: the file that has most of the intent's. */
export function fileFor(faq: readonly FaqEntry[], intent: string): string {
  const counts = new Map<string, number>();
  for (const entry of faq)
    if (intent === "" || entry.intent === intent) counts.set(entry.file, (counts.get(entry.file) ?? 0) + 1);
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  return most?.[0] ?? faq[0]?.file ?? "knowledge/faq/faq.yml";
}

/** An id that nobody has, named after the intent. */
export function idFor(faq: readonly FaqEntry[], intent: string): string {
  const prefix = intent.split(".").at(-1) || "faq";
  const taken = new Set(faq.map(({ id }) => id));
  let number = 1;
  while (taken.has(`${prefix}.new_${number}`)) number += 1;
  return `${prefix}.new_${number}`;
}
