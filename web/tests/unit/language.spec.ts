import { expect, test } from "@playwright/test";
import { preferred } from "../../src/language";

const cases: [string[], string][] = [
  [["zh-TW", "en"], "zh-CN"],
  [["fr-FR", "en-GB", "zh"], "en"],
  [["fr"], "zh-CN"],
  [[], "zh-CN"],
];

for (const [wanted, language] of cases) {
  test(`who reads ${wanted.join(", ") || "nothing"} gets ${language}`, () => {
    expect(preferred(wanted)).toBe(language);
  });
}
