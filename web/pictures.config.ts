import { defineConfig } from "@playwright/test";
import tests from "./playwright.config";

/** The pictures of docs/images, taken anew: `npm run pictures`. */
export default defineConfig({
  ...tests,
  workers: 1,
  reporter: [["list"]],
  projects: (tests.projects ?? [])
    .filter(({ name }) => name === "desktop")
    .map((project) => ({
      ...project,
      testDir: "tests/pictures",
      use: { ...project.use, deviceScaleFactor: 1.5 },
    })),
});
