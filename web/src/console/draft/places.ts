import { href } from "../frame/place";

/** Where a file is read and written in the console: at a line and column, or at what a way through its keys leads to. */
export function placeOf(path: string, ...spot: (string | number)[]): string {
  return href("files", path, ...spot);
}
