type Rgb = readonly [number, number, number];

/** The colours that follow from a shop's one, each readable where it stands. */
export interface Brand {
  /** Behind what the shop and the visitor say. */
  brand: string;
  /** Text on it. */
  onBrand: string;
  /** As text, or as a line, on the page's own ground. */
  accent: string;
  /** A breath of it behind text, and more of it around a button. */
  soft: string;
  edge: string;
}

const WHITE: Rgb = [255, 255, 255];
const INK: Rgb = [0, 0, 0];
/** The grounds of the two themes; view/base.css has them too. */
const GROUNDS = { light: WHITE, dark: [24, 28, 30] as Rgb };
/** What WCAG asks of text is 4.5; the rest is for what stands on `soft`. */
const READABLE = 5.2;

export function brand(colour: string, theme: "light" | "dark"): Brand {
  const shop = parse(colour) ?? ([15, 118, 110] as Rgb);
  const ground = GROUNDS[theme];
  const onBrand = contrast(shop, WHITE) >= contrast(shop, INK) ? WHITE : INK;
  const accent = readable(shop, ground);
  return {
    brand: css(shop),
    onBrand: css(onBrand),
    accent: css(accent),
    soft: css(mix(ground, accent, 0.1)),
    edge: css(mix(ground, accent, 0.5)),
  };
}

/** The colour, taken as far from the ground as it takes to read it there. */
function readable(colour: Rgb, ground: Rgb): Rgb {
  const away = luminance(ground) > 0.5 ? INK : WHITE;
  for (let share = 0; share < 1; share += 0.05) {
    const mixed = mix(colour, away, share);
    if (contrast(mixed, ground) >= READABLE) return mixed;
  }
  return away;
}

function parse(colour: string): Rgb | undefined {
  const hex = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(colour)?.[1];
  if (hex === undefined) return undefined;
  const long = hex.length === 3 ? hex.replace(/./g, "$&$&") : hex;
  const number = Number.parseInt(long, 16);
  return [number >> 16, (number >> 8) & 255, number & 255];
}

function mix(one: Rgb, other: Rgb, share: number): Rgb {
  const part = (at: 0 | 1 | 2) => Math.round(one[at] + (other[at] - one[at]) * share);
  return [part(0), part(1), part(2)];
}

function css(colour: Rgb): string {
  return `rgb(${colour.join(",")})`;
}

/** As WCAG 2 defines both. */
function contrast(one: Rgb, other: Rgb): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: Rgb): number {
  const [red = 0, green = 0, blue = 0] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
