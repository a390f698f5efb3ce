import type { Point } from "./layout";

/** A line through points that leaves and comes in upright, as SVG writes it. */
export function pathOf(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (first === undefined) return "";
  let [x, y] = first;
  let path = `M${round(x)} ${round(y)}`;
  for (const [toX, toY] of rest) {
    const middle = (y + toY) / 2;
    path +=
      Math.abs(toX - x) < 0.5
        ? `L${round(toX)} ${round(toY)}`
        : `C${round(x)} ${round(middle)} ${round(toX)} ${round(middle)} ${round(toX)} ${round(toY)}`;
    [x, y] = [toX, toY];
  }
  return path;
}

function round(number: number): number {
  return Math.round(number * 10) / 10;
}
