/** Scrolls a list, which must be positioned, so that a row of it is seen; nothing around the list moves. */
export function reveal(list: HTMLElement, row: HTMLElement): void {
  const above = row.offsetTop;
  const below = above + row.offsetHeight;
  if (above < list.scrollTop) list.scrollTop = above;
  else if (below > list.scrollTop + list.clientHeight) list.scrollTop = below - list.clientHeight;
}
