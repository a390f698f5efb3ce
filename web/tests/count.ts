import type { FullResult, Reporter, TestCase, TestResult } from "@playwright/test/reporter";

/** The closing line that every test command here has: `N passed, N failed`. What was skipped counts as failed in CI. */
export default class Count implements Reporter {
  private readonly outcomes = new Map<string, TestResult["status"]>();

  onTestEnd(test: TestCase, result: TestResult): void {
    this.outcomes.set(test.id, result.status);
  }

  onEnd(result: FullResult): void {
    const all = [...this.outcomes.values()];
    const passed = all.filter((status) => status === "passed").length;
    const skipped = all.filter((status) => status === "skipped").length;
    const failed = all.length - passed - (process.env.CI === undefined ? skipped : 0);
    const broken = result.status !== "passed" && failed === 0 ? 1 : failed;
    console.log(`${passed} passed, ${broken} failed`);
  }

  printsToStdio(): boolean {
    return false;
  }
}
