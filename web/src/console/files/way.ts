import { yamlLanguage } from "@codemirror/lang-yaml";

/** To a value of a YAML file: the key of a mapping, the place in a list from 0, or `id=fee.free` for the item that has such a key. */
export type Way = readonly string[];

type Node = ReturnType<typeof yamlLanguage.parser.parse>["topNode"];

interface Found {
  at: number;
  value: Node | null;
}

/** Where the value begins, or the last on the way to it that is there. */
export function follow(text: string, way: Way): number {
  const document = yamlLanguage.parser.parse(text).topNode.getChild("Document");
  let found: Found = { at: 0, value: document && content(document) };
  for (const step of way) {
    const next = found.value && (entry(found.value, step, text) ?? item(found.value, step, text));
    if (next === null) break;
    found = next;
  }
  return found.at;
}

function entry(mapping: Node, key: string, text: string): Found | null {
  const pair = mapping.getChildren("Pair").find((one) => words(one.getChild("Key"), text) === key);
  return pair === undefined ? null : { at: pair.from, value: pair.lastChild };
}

function item(list: Node, step: string, text: string): Found | null {
  const items = list.getChildren("Item").map(content);
  const [key, name] = step.split("=", 2);
  const value =
    name === undefined ? items[Number(step)] : items.find((one) => one && has(one, key ?? "", name, text));
  return value == null ? null : { at: value.from, value };
}

function has(mapping: Node, key: string, name: string, text: string): boolean {
  return words(entry(mapping, key, text)?.value ?? null, text) === name;
}

/** What stands in a document or an item, comments aside. */
function content(node: Node): Node | null {
  let child = node.firstChild;
  while (child?.name === "Comment") child = child.nextSibling;
  return child;
}

function words(node: Node | null, text: string): string | null {
  return node && text.slice(node.from, node.to).replace(/^(["'])(.*)\1$/, "$2");
}
