/** A snippet in pieces, those that were searched for and those between. Marks are in characters, not in UTF-16 units. */
export function marked({
  text,
  marks,
}: {
  text: string;
  marks: [number, number][];
}): { words: string; found: boolean; at: number }[] {
  const characters = [...text];
  const pieces: { words: string; found: boolean; at: number }[] = [];
  const add = (from: number, to: number, found: boolean) => {
    if (to > from) pieces.push({ words: characters.slice(from, to).join(""), found, at: from });
  };
  let at = 0;
  for (const [from, to] of marks) {
    add(at, from, false);
    add(Math.max(from, at), to, true);
    at = Math.max(at, to);
  }
  add(at, characters.length, false);
  return pieces;
}
