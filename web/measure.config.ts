import { defineConfig } from "@playwright/test";
import tests from "./playwright.config";

/** What the pages weigh and how quick they are: `npm run measure`. Figures, not verdicts. */
export default defineConfig({
  ...tests,
  workers: 1,
  timeout: 300_000,
  reporter: [["line"]],
  projects: (tests.projects ?? [])
    .filter(({ name }) => name === "desktop")
    .map((project) => ({ ...project, testDir: "tests/measure" })),
});
