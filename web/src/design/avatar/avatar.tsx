import "./avatar.css";

export interface AvatarProps {
  /** The colour comes from it, so that the same person always has the same. */
  id: string;
  /** Its first character stands in the circle. */
  name: string;
  size?: "small" | "normal" | "large";
}

/** Decoration beside a name that is written out; its character is drawn, so that nobody takes it for a part of the name. */
export function Avatar({ id, name, size = "normal" }: AvatarProps) {
  return (
    <span
      class={`avatar ${size} hue-${hue(id)}`}
      data-initial={[...name][0]?.toUpperCase() ?? "?"}
      aria-hidden="true"
    />
  );
}

const HUES = 8;

function hue(id: string): number {
  let sum = 7;
  for (const character of id) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973;
  return sum % HUES;
}
