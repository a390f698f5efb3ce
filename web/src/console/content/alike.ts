/** How much two texts share, from 0 to 1: pairs of characters that stand side by side in both. */
export function alike(one: string, other: string): number {
  const [a, b] = [pairs(one), pairs(other)];
  if (a.size === 0 || b.size === 0) return 0;
  let both = 0;
  for (const pair of a) if (b.has(pair)) both += 1;
  return (2 * both) / (a.size + b.size);
}

/** The most alike of many. */
export function nearest(text: string, others: readonly string[]): number {
  return others.reduce((most, other) => Math.max(most, alike(text, other)), 0);
}

function pairs(text: string): Set<string> {
  const plain = text.toLowerCase().replace(/[\s\p{P}]/gu, "");
  const found = new Set<string>();
  for (let place = 0; place + 1 < plain.length; place++) found.add(plain.slice(place, place + 2));
  return plain.length === 1 ? new Set([plain]) : found;
}
