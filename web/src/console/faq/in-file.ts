import type { FaqEntry } from "../../wire/inbox";
import { placeOf } from "../draft/places";

/** Where an entry, or one of its keys, stands in its file: some of it is written only there. */
export function inFile({ file, id }: Pick<FaqEntry, "file" | "id">, ...key: string[]): string {
  return placeOf(file, "faq", `id=${id}`, ...key);
}
