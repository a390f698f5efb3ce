import { expect, test } from "@playwright/test";
import { brand } from "../../src/widget/colour";

/** As WCAG 2 has it, from two `rgb(…)`. */
function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [...colour.matchAll(/\d+/g)].map(([part]) => {
    const share = Number(part) / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const GROUNDS = { light: "rgb(255,255,255)", dark: "rgb(24,28,30)" } as const;

for (const colour of ["#0f766e", "#c2410c", "#f5c400", "#000", "#fff", "#777777", "#00ff00", "no colour"]) {
  for (const theme of ["light", "dark"] as const) {
    test(`what stands on ${colour} and in it is readable, ${theme}`, () => {
      const { brand: ground, onBrand, accent, soft } = brand(colour, theme);
      expect(contrast(onBrand, ground)).toBeGreaterThanOrEqual(4.5);
      expect(contrast(accent, GROUNDS[theme])).toBeGreaterThanOrEqual(4.5);
      expect(contrast(accent, soft)).toBeGreaterThanOrEqual(4.5);
    });
  }
}
