import { type PlotOptions, plot } from "@observablehq/plot";

export type Drawing = SVGSVGElement | HTMLElement;

/**
 * A picture. Plot puts a style sheet into each, which our pages do not allow themselves; charts.css says the same, so it goes
 * before the picture comes into the page.
 */
export function draw(options: PlotOptions): Drawing {
  const drawing = plot({ className: "plot", ...options });
  for (const style of drawing.querySelectorAll("style")) style.remove();
  drawing.setAttribute("aria-hidden", "true");
  return drawing;
}

/** What a pointer says has room between its lines. */
export const TIP = { lineHeight: 1.5, textPadding: 10 } as const;

/** Of so many bands, those that get a label where each needs so many pixels. */
export function labelled(bands: readonly string[], width: number, needs: number): string[] {
  const every = Math.max(1, Math.ceil((bands.length * needs) / Math.max(width, 1)));
  return bands.filter((_, index) => index % every === 0);
}
