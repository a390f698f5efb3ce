import { signal } from "@preact/signals";
import { content } from "../../../wire/content";
import { plain } from "./adding";
import { examplesIn } from "./in-file";

/** Under which intent each example stands, by its plain text. */
export const everywhere = signal<ReadonlyMap<string, string>>(new Map());

/** Whether the examples of all intents were read at least once. */
export const isComplete = signal(false);

/** So many calls at a time. */
const AT_ONCE = 3;

interface Known {
  etag: string;
  intent: string | null;
  texts: string[];
}

const known = new Map<string, Known>();

/** Reads the files of intents that are others than before: these are cheap to ask for, and seldom change. */
export async function readEverywhere(): Promise<void> {
  const files = (await content.files()).files.filter(({ path }) => /^intents\/.*\.ya?ml$/.test(path));
  const next = files.filter(({ path, etag }) => known.get(path)?.etag !== etag).values();
  const read = async () => {
    for (const { path, etag } of next) {
      const { intent, texts } = examplesIn((await content.file(path)).text);
      known.set(path, { etag, intent, texts: texts.map(plain) });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, read));
  const paths = new Set(files.map(({ path }) => path));
  for (const path of known.keys()) if (!paths.has(path)) known.delete(path);
  isComplete.value = true;
  everywhere.value = new Map(
    [...known.values()].flatMap(({ intent, texts }) =>
      intent === null ? [] : texts.map((text): [string, string] => [text, intent]),
    ),
  );
}
