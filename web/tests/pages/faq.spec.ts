import { expect, type Page } from "@playwright/test";
import { Desk } from "../desk";
import { type Server, test } from "../server";

async function entry(page: Page, server: Server): Promise<void> {
  await Desk.signIn(page, `${server.url}/console#/faq/fee.free_threshold`, "admin@demo");
  await expect(page.getByRole("heading", { name: "满多少包邮" })).toBeVisible();
}

test("an entry gets questions and another answer, and keeps them", async ({ page, server }) => {
  await entry(page, server);
  await page.getByRole("textbox", { name: "再加一个问法" }).fill("凑到多少钱不要邮费");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "批量粘贴" }).click();
  await page.getByRole("textbox", { name: "一行一个问法" }).fill("1. 几块起免邮\n- 满多少包邮\n");
  await page.getByRole("button", { name: "加入 1 个（1 个已有）" }).click();
  await page.getByRole("textbox", { name: "中文答案" }).fill("满99元包邮。");
  await expect(page.getByText("有改动还没保存")).toBeVisible();

  // What is typed is there after the page was left.
  await page.reload();
  await expect(page.getByRole("textbox", { name: "中文答案" })).toHaveValue("满99元包邮。");
  await page.keyboard.press("Control+S");
  await expect(page.getByText("已存进草稿")).toBeVisible();
  await page.reload();
  await expect(page.getByText("几块起免邮")).toBeVisible();
  await expect(page.getByRole("textbox", { name: "中文答案" })).toHaveValue("满99元包邮。");
});

test("an entry loses its English and holds in some shops only", async ({ page, server }) => {
  await entry(page, server);
  const english = page.getByRole("textbox", { name: "英文答案" });
  const shops = page.getByRole("textbox", { name: "只在这些店" });
  await expect(english).not.toHaveValue("");
  await english.fill("");
  await shops.fill("旗舰店");
  await expect(page.getByText("店铺编号只有小写字母")).toBeVisible();
  await shops.fill("flagship，west");
  await page.keyboard.press("Control+S");
  await expect(page.getByText("已存进草稿")).toBeVisible();
  await expect(page.getByText("有改动还没保存")).toBeHidden();
  await page.reload();
  await expect(shops).toHaveValue("flagship west");
  await expect(english).toHaveValue("");
  await shops.fill("");
  await page.keyboard.press("Control+S");
  await expect(page.getByText("已存进草稿")).toBeVisible();
  await page.reload();
  await expect(english).toHaveValue("");
  await expect(shops).toHaveValue("");
});

test("an entry that was removed comes back", async ({ page, server }) => {
  await entry(page, server);
  await page.getByRole("button", { name: "移除", exact: true }).click();
  await expect(page.getByText("已移除「满多少包邮」")).toBeVisible();
  await page.getByRole("button", { name: /^撤销/ }).click();
  await expect(page.getByRole("heading", { name: "满多少包邮" })).toBeVisible();
});

test("two people change the same answer, and one of them chooses", async ({ page, server, browser }) => {
  await entry(page, server);
  const answer = page.getByRole("textbox", { name: "中文答案" });
  await answer.fill("我写的答案。");
  const colleague = await (await browser.newContext({ locale: "zh-CN" })).newPage();
  await entry(colleague, server);
  await colleague.getByRole("textbox", { name: "中文答案" }).fill("同事写的答案。");
  await colleague.keyboard.press("Control+S");
  await expect(colleague.getByText("已存进草稿")).toBeVisible();
  await page.keyboard.press("Control+S");
  await expect(page.getByText("同事刚保存过同一处")).toBeVisible();
  await expect(page.getByRole("alert").getByText("同事写的答案。")).toBeVisible();
  await page.getByRole("button", { name: "用我的" }).click();
  await page.keyboard.press("Control+S");
  await expect(page.getByText("已存进草稿")).toBeVisible();
  await page.reload();
  await expect(answer).toHaveValue("我写的答案。");
  await colleague.close();
});

test("it is told which entry a sentence leads to", async ({ page, server }) => {
  await Desk.signIn(page, `${server.url}/console#/faq`, "admin@demo");
  const box = page.getByRole("textbox", { name: "写一句客户的话" });
  await box.fill("满多少包邮");
  await box.press("Enter");
  await expect(page.getByRole("status").getByRole("link", { name: "满多少包邮" }).first()).toBeVisible();
});

test("a flow is drawn, and its steps lead to the file", async ({ page, server }) => {
  await Desk.signIn(page, `${server.url}/console#/flows/order.cancel`, "admin@demo");
  await expect(page.getByRole("heading", { name: "取消订单" })).toBeVisible();
  await page.getByText("按步骤看").click();
  await expect(page.getByRole("listitem").filter({ hasText: "查订单" }).first()).toBeVisible();
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await expect(page.getByRole("heading", { name: /^第 2 步/ })).toBeVisible();
  await page.getByRole("link", { name: /在源文件第 \d+ 行改/ }).click();
  await expect(page).toHaveURL(/#\/files\//);
});
