import { createRequire } from "node:module";
import { expect, type Page } from "@playwright/test";
import type { AxeResults } from "axe-core";
import { Desk } from "../desk";
import { Host } from "../host";
import { Operator } from "../operator";
import { test } from "../server";
import { Shopper } from "../shopper";

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

/** What axe calls serious or critical, by WCAG 2.1 AA: the rule and the places. */
async function findings(page: Page): Promise<string[]> {
  // As a part of the browser, not of the page: our pages' policy takes no script of others.
  const source = await import("node:fs/promises").then((fs) => fs.readFile(AXE, "utf8"));
  const session = await page.context().newCDPSession(page);
  await session.send("Page.enable");
  await session.send("Runtime.evaluate", { expression: source });
  const { result } = await session.send("Runtime.evaluate", {
    expression: `axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] }).then((results) => JSON.stringify(results))`,
    awaitPromise: true,
    returnByValue: true,
  });
  const { violations } = JSON.parse(String(result.value)) as AxeResults;
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")}`));
}

for (const colorScheme of ["light", "dark"] as const) {
  test(`the widget is accessible when it is ${colorScheme}`, async ({ page, server }) => {
    await page.emulateMedia({ colorScheme });
    const host = await Host.open(server.url, 'data-shop="demo" data-customer="xiaoming"');
    const shopper = await Shopper.at(page, host.url);
    await shopper.say("我的快递到哪了");
    await expect(shopper.log.getByRole("button", { name: /云雀Air/ })).toBeVisible();
    expect(await findings(page)).toEqual([]);
    host.close();
  });

  test(`the desk is accessible when it is ${colorScheme}`, async ({ page, server }) => {
    await page.emulateMedia({ colorScheme });
    await server.customerSays("daliu", "我的退款到哪了");
    await server.customerSays("daliu", "转人工");
    const desk = await Desk.of(page, server, "seat1@demo");
    expect(await findings(page)).toEqual([]);
    await desk.choose("排队", "daliu");
    await page.getByRole("button", { name: "接入" }).first().click();
    await expect(desk.box).toBeEditable();
    expect(await findings(page)).toEqual([]);
  });

  test(`the demo page and the dashboard are accessible when they are ${colorScheme}`, async ({
    page,
    server,
  }) => {
    await page.emulateMedia({ colorScheme });
    await page.goto(server.url);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    expect(await findings(page)).toEqual([]);
    await server.customerSays("xiaoming", "满多少包邮");
    await Desk.signIn(page, `${server.url}/console`, "super@demo");
    await expect(page.getByRole("heading", { name: "看板" })).toBeVisible();
    // The figures follow the log, and may be a moment behind.
    await expect(async () => {
      await page.reload();
      await expect(page.getByRole("figure").first()).toBeVisible({ timeout: 3_000 });
    }).toPass();
    expect(await findings(page)).toEqual([]);
  });
}

for (const colorScheme of ["light", "dark"] as const) {
  test(`the pages of content are accessible when they are ${colorScheme}`, async ({ page, server }) => {
    await page.emulateMedia({ colorScheme });
    const operator = await Operator.of(page, server);
    for (const [address, heading] of [
      ["#/intents", "意图"],
      ["#/intents/order.cancel", "取消订单"],
      ["#/intents/order.cancel/replies", "取消订单"],
      ["#/versions", "版本"],
      ["#/rollout", "灰度和影子"],
      ["#/files", "源文件"],
    ] as const) {
      await operator.goTo(address);
      await expect(page.getByRole("heading", { level: 1, name: heading })).toBeVisible();
      expect(await findings(page)).toEqual([]);
    }
    await page.keyboard.press("t");
    await page.getByRole("textbox", { name: "顾客说的话" }).fill("我的快递到哪了");
    await expect(page.getByRole("region", { name: "线上" })).toContainText("查物流");
    expect(await findings(page)).toEqual([]);
  });
}

test("a shopper needs no mouse", async ({ page, server }) => {
  const host = await Host.open(server.url, 'data-shop="demo" data-customer="xiaoming"');
  const shopper = await Shopper.at(page, host.url);
  await page.keyboard.press("Escape");
  await expect(shopper.panel).toBeHidden();
  await expect(shopper.launcher).toBeFocused();
  await page.keyboard.press("Enter");
  await shopper.box.focus();
  await page.keyboard.type("我的快递到哪了");
  await page.keyboard.press("Enter");
  const choice = shopper.log.getByRole("button", { name: /云雀Air/ });
  await expect(choice).toBeVisible();
  await tabTo(page, choice, "Shift+Tab");
  await page.keyboard.press("Enter");
  await expect(shopper.log.getByText(/SF1680042917355/).first()).toBeVisible();
  await tabTo(page, shopper.panel.getByRole("button", { name: "转人工", exact: true }), "Tab");
  await page.keyboard.press("Enter");
  await expect(shopper.panel.getByText("排队中 第 1 位")).toBeVisible();
  host.close();
});

test("a seat needs no mouse", async ({ page, server }) => {
  await server.customerSays("xiaohong", "转人工");
  const desk = await Desk.of(page, server, "seat1@demo");
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "快捷键" })).toBeVisible();
  await page.keyboard.press("Escape");
  await page.keyboard.press("j");
  await expect(desk.log.getByText("转人工", { exact: true }).first()).toBeVisible();
  await page.keyboard.press("t");
  await expect(desk.box).toBeEditable();
  await tabTo(page, desk.box, "Tab");
  await page.keyboard.type("您好，我来帮您看");
  await page.keyboard.press("Enter");
  await desk.reads("您好，我来帮您看");
});

/** By the keyboard alone. */
async function tabTo(page: Page, target: ReturnType<Page["locator"]>, key: string): Promise<void> {
  for (let step = 0; step < 60; step++) {
    if (await target.evaluate((element) => (element.getRootNode() as Document).activeElement === element))
      return;
    await page.keyboard.press(key);
  }
  throw new Error("the keyboard does not get there");
}
