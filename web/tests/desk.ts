import { expect, type Locator, type Page } from "@playwright/test";
import { PASSWORD, type Server } from "./server";

/** The desk in a seat's hands. */
export class Desk {
  readonly list: Locator;
  readonly log: Locator;
  readonly box: Locator;

  constructor(readonly page: Page) {
    this.list = page.getByRole("navigation", { name: "会话列表" });
    this.log = page.getByRole("log");
    this.box = page.getByRole("textbox", { name: /^(回复|写给)/ });
  }

  static async signIn(page: Page, url: string, email: string): Promise<void> {
    await page.goto(url);
    await page.getByRole("textbox", { name: "邮箱" }).fill(email);
    await page.getByLabel("密码", { exact: true }).fill(PASSWORD);
    await page.getByRole("button", { name: "登录", exact: true }).click();
  }

  static async of(page: Page, server: Server, email: string): Promise<Desk> {
    await Desk.signIn(page, `${server.url}/seat`, email);
    const desk = new Desk(page);
    await expect(desk.list).toBeVisible();
    return desk;
  }

  /** From now on customers may come. */
  async goOnline(): Promise<void> {
    await this.page.getByRole("button", { name: "开始接待" }).click();
    await expect(this.page.getByRole("button", { name: /^接待状态: 在线/ })).toBeVisible();
  }

  async open(tab: "排队" | "我的" | "全部"): Promise<void> {
    // On a phone the list lies behind the conversation.
    const back = this.page.getByRole("button", { name: "返回列表" });
    if (await back.isVisible()) await back.click();
    await this.list.getByRole("tab", { name: tab }).click();
  }

  async choose(tab: "排队" | "我的" | "全部", customer: string | RegExp): Promise<void> {
    await this.open(tab);
    await this.list.getByRole("listitem").filter({ hasText: customer }).getByRole("button").first().click();
  }

  async say(text: string): Promise<void> {
    await this.box.fill(text);
    await this.box.press("Enter");
  }

  /** Exactly once, wherever it comes from. */
  async reads(text: string | RegExp): Promise<void> {
    await expect(this.log.getByText(text)).toHaveCount(1);
  }
}
