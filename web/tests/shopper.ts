import { expect, type Locator, type Page } from "@playwright/test";

/** The widget in a shopper's hands. */
export class Shopper {
  readonly panel: Locator;
  readonly log: Locator;
  readonly box: Locator;
  readonly launcher: Locator;

  constructor(readonly page: Page) {
    this.panel = page.getByRole("dialog", { name: "巷口百货" });
    this.log = page.getByRole("log", { name: "聊天记录" });
    this.box = page.getByRole("textbox", { name: "输入消息" });
    this.launcher = page.getByRole("button", { name: /^巷口百货/ });
  }

  /** Playwright looks into open shadow roots only; the widget's is closed. */
  static async patch(page: Page): Promise<void> {
    await page.addInitScript(() => {
      const attach = Element.prototype.attachShadow;
      Element.prototype.attachShadow = function (init) {
        return attach.call(this, { ...init, mode: "open" });
      };
    });
  }

  /** Opens the page, and the widget on it. */
  static async at(page: Page, url: string): Promise<Shopper> {
    await Shopper.patch(page);
    await page.goto(url);
    const shopper = new Shopper(page);
    await shopper.open();
    return shopper;
  }

  async open(): Promise<void> {
    await this.launcher.click();
    await expect(this.panel).toBeVisible();
  }

  async say(text: string): Promise<void> {
    await this.box.fill(text);
    await this.box.press("Enter");
  }

  async askForPerson(): Promise<void> {
    // A shop may have the same among the first buttons; the one that is always there comes last.
    await this.panel.getByRole("button", { name: "转人工", exact: true }).last().click();
  }

  /** Exactly once, wherever it comes from. */
  async reads(text: string | RegExp): Promise<void> {
    await expect(this.log.getByText(text)).toHaveCount(1);
  }
}
