import { signal } from "@preact/signals";
import { content } from "../../../wire/content";
import { readIntent } from "../../../wire/inbox";
import { intents, refreshIntents } from "../../content/lists";
import { plain } from "./adding";

/** Under which intent each example stands, by its plain text. Filled bit by bit. */
export const everywhere = signal<ReadonlyMap<string, string>>(new Map());

/** Whether the examples of all intents were read at least once. */
export const isComplete = signal(false);

/** So many calls at a time. */
const AT_ONCE = 4;

interface Known {
  etag: string;
  texts: string[];
}

const known = new Map<string, Known>();

/** Reads the examples of all intents whose files are others than before. */
export async function readEverywhere(): Promise<void> {
  if (intents.peek().length === 0) await refreshIntents();
  const etags = new Map((await content.files()).files.map(({ path, etag }) => [path, etag]));
  const all = intents.peek();
  const stale = all.filter(({ name, file }) => known.get(name)?.etag !== etags.get(file));
  const next = stale.values();
  const read = async () => {
    for (const { name, file } of next) {
      const { examples, learned } = await readIntent(name);
      const texts = [...examples, ...learned].map(({ text }) => plain(text));
      known.set(name, { etag: etags.get(file) ?? "", texts });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, read));
  const names = new Set(all.map(({ name }) => name));
  for (const name of known.keys()) if (!names.has(name)) known.delete(name);
  isComplete.value = true;
  everywhere.value = new Map([...known].flatMap(([name, { texts }]) => texts.map((text) => [text, name])));
}
