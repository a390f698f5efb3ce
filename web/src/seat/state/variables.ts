/** `{{order}}` and the like that a canned reply still has. */
export function variablesIn(text: string): string[] {
  return [...new Set(Array.from(text.matchAll(/\{\{\s*([^{}]+?)\s*\}\}/g), ([, name]) => name ?? ""))];
}

/** What has been typed of a shortcut: `/退` at the beginning and nothing behind it. */
export function shortcutIn(text: string): string | null {
  return /^\/\S{0,32}$/.test(text) ? text : null;
}
