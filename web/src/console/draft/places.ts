import { href } from "../frame/place";

/** Where a file is read and written in the console; at a line, where one is named. */
export function placeOf(path: string, line?: number, column?: number): string {
  return href(
    "files",
    path,
    ...(line === undefined ? [] : [line]),
    ...(column === undefined ? [] : [column]),
  );
}
