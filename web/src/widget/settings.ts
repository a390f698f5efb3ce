import type { Language } from "../language";

/** What a shop may say in its own words. */
export interface ShopTexts {
  title: string;
  subtitle: string;
  greeting: string;
  placeholder: string;
  launcher: string;
  offline: string;
  privacy: string;
}

type InLanguages<T> = Partial<Record<Language, T>>;

/** What is asked before the first message. */
export interface Field {
  name: string;
  kind: "text" | "phone" | "email";
  required: boolean;
  title: InLanguages<string>;
}

/** `GET /widget/settings`. */
export interface Settings {
  color: string;
  position: "left" | "right";
  offset: { x: number; y: number };
  language: "auto" | Language;
  logo: string | null;
  texts: InLanguages<Partial<ShopTexts>>;
  pre_chat: Field[];
  /** Buttons under the greeting. */
  quick: { title: InLanguages<string>; say: string }[];
  /** Whether people are there. */
  open: boolean;
  opens_at: string | null;
  hours: { day: Day; hours: string }[];
  attachments: { bytes: number; types: string[] };
  message_characters: number;
}

export type Day = "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday";

/** Of a shop that has set nothing, and of one whose settings do not arrive. */
export const DEFAULTS: Settings = {
  color: "#0f766e",
  position: "right",
  offset: { x: 20, y: 20 },
  language: "auto",
  logo: null,
  texts: {},
  pre_chat: [],
  quick: [],
  open: true,
  opens_at: null,
  hours: [],
  attachments: {
    bytes: 10 * 1024 * 1024,
    types: [
      "image/png",
      "image/jpeg",
      "image/gif",
      "image/webp",
      "image/heif",
      "application/pdf",
      "video/mp4",
    ],
  },
  message_characters: 2000,
};

/** Longest wait for them, in milliseconds. */
const PATIENCE = 5_000;

/** Undefined where they do not arrive: the widget goes on with those it has. */
export async function load(server: URL, shop: string): Promise<Settings | undefined> {
  try {
    const url = new URL("widget/settings", server);
    url.searchParams.set("shop", shop);
    const late = new AbortController();
    setTimeout(() => late.abort(), PATIENCE);
    const response = await fetch(url, { credentials: "omit", signal: late.signal });
    return response.ok ? { ...DEFAULTS, ...(await response.json()) } : undefined;
  } catch {
    return undefined;
  }
}

/** In the reader's language, else in any. */
export function inLanguage(texts: InLanguages<string>, language: Language): string {
  return texts[language] ?? texts["zh-CN"] ?? texts.en ?? "";
}
