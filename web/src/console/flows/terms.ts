/** The shop's words for codes: `paid` is 待发货, by table and code. */
export type Terms = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** The tables under `terms` of intents/shared.yml, as far as they are written in the usual way. */
export function readTerms(yaml: string): Terms {
  const tables = new Map<string, Map<string, string>>();
  let within = false;
  let table: Map<string, string> | undefined;
  for (const line of yaml.split("\n")) {
    if (/^\S/.test(line)) within = /^terms:\s*(#.*)?$/.test(line);
    if (!within) continue;
    const [, name, inline] = /^ {2}([\w.]+):\s*(?:\{(.*)\})?\s*$/.exec(line) ?? [];
    if (name !== undefined) {
      table = new Map((inline ?? "").split(",").flatMap((pair) => entry(pair)));
      tables.set(name, table);
    } else {
      for (const [code, words] of entry(line.replace(/^ {4}/, ""))) table?.set(code, words);
    }
  }
  return tables;
}

/** What a code is called in whichever table has it. */
export function called(terms: Terms, code: string): string | undefined {
  for (const table of terms.values()) {
    const words = table.get(code);
    if (words !== undefined) return words;
  }
  return undefined;
}

function entry(written: string): [string, string][] {
  const [, code, words] = /^\s*["']?([\w.]+)["']?:\s*["']?(.+?)["']?\s*$/.exec(written) ?? [];
  return code === undefined || words === undefined ? [] : [[code, words]];
}
