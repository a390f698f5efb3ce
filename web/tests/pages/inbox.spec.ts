import { expect, type Page } from "@playwright/test";
import { Desk } from "../desk";
import { type Server, test } from "../server";

/** What nobody wrote an example like. */
const STRANGE = "呜哩哇啦咕噜";

async function inbox(page: Page, server: Server): Promise<void> {
  await Desk.signIn(page, `${server.url}/console#/inbox`, "admin@demo");
  await expect(page.getByRole("heading", { name: "待学" })).toBeVisible();
}

test("a message that was misunderstood is assigned with one key, and lands in the draft", async ({
  page,
  server,
}) => {
  await server.customerSays("xiaoming", STRANGE);
  await inbox(page, server);
  const row = page.getByRole("list", { name: /一组一组/ }).getByRole("button", { name: STRANGE });
  await expect(row).toBeVisible();
  await page.keyboard.press("i");
  await expect(page.getByRole("combobox", { name: "归到哪个意图" })).toBeFocused();
  await page.keyboard.type("查物流");
  await expect(page.getByRole("option", { name: /^查物流/ })).toHaveAttribute("data-highlighted", "");
  await page.keyboard.press("Enter");
  await expect(page.getByText("1 句归到了「查物流」")).toBeVisible();
  await expect(row).toBeHidden();

  await page.goto(`${server.url}/console#/draft/files`);
  await expect(page.getByText("intents/learned.jsonl").first()).toBeVisible();

  await page.goto(`${server.url}/console#/inbox`);
  await page.reload();
  await expect(page.getByText("没有要学的了")).toBeVisible();
});

test("what was done in the inbox is taken back", async ({ page, server }) => {
  await server.customerSays("xiaoming", STRANGE);
  await inbox(page, server);
  const row = page.getByRole("list", { name: /一组一组/ }).getByRole("button", { name: STRANGE });
  await expect(row).toBeVisible();
  await page.keyboard.press("n");
  await expect(row).toBeHidden();
  await page.keyboard.press("u");
  await expect(row).toBeVisible();
  await page.reload();
  await expect(row).toBeVisible();
});

test("what was said around a message is a key away", async ({ page, server }) => {
  await server.customerSays("xiaohong", "满多少包邮");
  await server.customerSays("xiaohong", STRANGE);
  await inbox(page, server);
  // A phone shows the list first.
  await page
    .getByRole("list", { name: /一组一组/ })
    .getByRole("button", { name: STRANGE })
    .click();
  await expect(page.getByRole("checkbox", { name: new RegExp(STRANGE) })).toBeVisible();
  await page.keyboard.press("o");
  await expect(page.getByText("满59元包邮", { exact: false })).toBeVisible();
});
