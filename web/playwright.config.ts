import { defineConfig, devices } from "@playwright/test";

const chromium = {
  browserName: "chromium" as const,
  launchOptions: { executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] },
  locale: "zh-CN",
  timezoneId: "Asia/Shanghai",
  trace: "retain-on-failure" as const,
  screenshot: "only-on-failure" as const,
};

/**
 * `unit` needs no browser. The others play on a real server that they start themselves (tests/server.ts), with a real browser, at
 * two sizes.
 */
export default defineConfig({
  testDir: "tests",
  forbidOnly: process.env.CI !== undefined,
  workers: 2,
  // A shared machine may stand still for a moment; what takes this long is broken.
  timeout: 180_000,
  expect: { timeout: 15_000 },
  reporter: [["list"], ["./tests/count.ts"]],
  projects: [
    { name: "unit", testDir: "tests/unit" },
    {
      name: "desktop",
      testDir: "tests/pages",
      use: { ...chromium, viewport: { width: 1280, height: 800 } },
    },
    {
      name: "phone",
      testDir: "tests/pages",
      use: { ...devices["iPhone 14"], ...chromium, viewport: { width: 390, height: 844 } },
    },
  ],
});
