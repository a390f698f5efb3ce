import { expect } from "@playwright/test";
import { Operator } from "../operator";
import { test } from "../server";

/** Every labelled message is asked about, which takes as long as the machine takes. */
const MEASURED = { timeout: 300_000 };

test.setTimeout(600_000);

test("the report says how much is understood, and leads to what is to be mended", async ({
  page,
  server,
}) => {
  const operator = await Operator.of(page, server);
  await operator.goTo("#/report");
  const report = page.frameLocator("iframe");
  await expect(report.getByRole("heading", { name: /^\d+ 条消息里听懂了 \d+ 条$/ })).toBeVisible(MEASURED);
  await expect(report.getByText("作答时正确", { exact: true })).toBeVisible();
  await expect(report.getByText("95% 区间").first()).toBeVisible();

  await test.step("it is as tall as what it says, and has no script", async () => {
    const frame = page.locator("iframe");
    await expect
      .poll(() =>
        frame.evaluate((element: HTMLIFrameElement) => {
          const inside = element.contentDocument?.documentElement.getBoundingClientRect().height ?? 0;
          return inside > 1_000 && Math.abs(element.clientHeight - inside) < 2;
        }),
      )
      .toBe(true);
    expect(await frame.getAttribute("sandbox")).not.toContain("allow-scripts");
  });

  await test.step("an intent's name leads to its page", async () => {
    const advice = report.getByRole("listitem").filter({ hasText: "原句" }).first();
    const link = advice.getByRole("link").first();
    const name = await link.locator("code").textContent();
    await link.click();
    await expect(page).toHaveURL(`${server.url}/console#/intents/${encodeURIComponent(name ?? "")}`);
  });

  await test.step("it speaks English, too", async () => {
    await operator.goTo("#/report");
    await page.getByRole("button", { name: "English" }).click();
    await expect(report.getByRole("heading", { name: /messages were understood$/ })).toBeVisible();
    await expect(report.getByRole("heading", { name: /听懂了/ })).toBeHidden();
  });
});

test("a draft is measured beside what is live", async ({ page, server }) => {
  const operator = await Operator.of(page, server);
  await operator.goTo("#/faq/fee.free_threshold");
  await page.getByRole("textbox", { name: "中文答案" }).fill("满99元包邮。");
  await page.keyboard.press("Control+S");
  await operator.isReady();
  await operator.goTo("#/report/draft");
  const compared = page.getByRole("region", { name: "草稿和线上比" });
  await expect(compared.getByRole("row", { name: /^听懂/ })).toContainText("不变", MEASURED);
  await expect(page.getByRole("tab", { name: "草稿" })).toHaveAttribute("aria-selected", "true");
  await expect(page.frameLocator("iframe").getByRole("heading", { name: /听懂了/ })).toBeVisible();
});
