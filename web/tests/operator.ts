import { expect, type Locator, type Page } from "@playwright/test";
import { Desk } from "./desk";
import type { Server } from "./server";

/** Longest that a draft takes to be checked, trained and compared, in milliseconds. */
const READY = 600_000;

/** The console in an operator's hands. */
export class Operator {
  readonly bar: Locator;

  constructor(readonly page: Page) {
    this.bar = page.getByRole("region", { name: "草稿和线上版本" });
  }

  static async of(page: Page, server: Server): Promise<Operator> {
    await Desk.signIn(page, `${server.url}/console`, "admin@demo");
    const operator = new Operator(page);
    await expect(operator.bar.getByText("线上")).toBeVisible();
    return operator;
  }

  /** By its address, as a link would. */
  async goTo(address: string): Promise<void> {
    await this.page.evaluate((hash) => {
      location.hash = hash;
    }, address);
  }

  async isReady(): Promise<void> {
    await expect(this.bar.getByText("可以上线")).toBeVisible({ timeout: READY });
  }

  /** What is live takes a sentence for. */
  async liveTakes(sentence: string, as: string): Promise<void> {
    await this.page.keyboard.press("t");
    const box = this.page.getByRole("dialog", { name: "试一句" });
    await box.getByRole("textbox", { name: "顾客说的话" }).fill(sentence);
    await expect(
      box.getByRole("region", { name: "线上" }).getByText(as, { exact: true }).first(),
    ).toBeVisible();
    await this.page.keyboard.press("Escape");
    await expect(box).toBeHidden();
  }
}
