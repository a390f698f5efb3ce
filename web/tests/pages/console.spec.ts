import { expect } from "@playwright/test";
import { Operator } from "../operator";
import { type Server, test } from "../server";

const SENTENCE = "麻溜把那玩意儿给我整没";

/** A version is loaded whole before it goes live. */
const SOON = { timeout: 120_000 };

// A draft learns all its examples, which takes as long as the machine takes.
test.setTimeout(1_200_000);

/** What the bot takes a customer's words for. */
async function understood(server: Server, user: string): Promise<string> {
  const answer = await server.answerTo(user, SENTENCE);
  return answer.replies.find(({ intent }) => intent !== undefined)?.intent ?? "";
}

test("an example is added, its effect seen, published and taken back", async ({ page, server }) => {
  expect(await understood(server, "laowang")).toBe("order.missing_or_wrong_item");
  const operator = await Operator.of(page, server);

  await test.step("an example is added", async () => {
    await operator.goTo("#/intents/order.cancel");
    const box = page.getByRole("textbox", { name: "添加例句" });
    await box.fill("取消订单\n包裹呢");
    await expect(page.getByText("这里已经有了")).toBeVisible();
    await expect(page.getByText("已在「查物流」下")).toBeVisible();
    await expect(page.getByRole("button", { name: "添加 0 条新的" })).toBeDisabled();
    await box.fill(SENTENCE);
    await box.press("Enter");
    await expect(page.getByText("加了 1 条例句")).toBeVisible();
    await expect(page.getByText(SENTENCE, { exact: true })).toBeVisible();
  });

  await test.step("what it would change is seen before it does", async () => {
    await operator.isReady();
    await operator.bar.getByRole("link", { name: /会改变/ }).click();
    const row = page.getByRole("listitem").filter({ hasText: SENTENCE });
    await expect(row).toContainText("取消订单");
    await page.getByRole("tab", { name: "改了哪些内容" }).click();
    await expect(page.getByRole("region", { name: "intents/order.cancel.yml" })).toContainText(
      `- ${SENTENCE}`,
    );
    await operator.liveTakes(SENTENCE, "少发错发");
  });

  await test.step("it goes live", async () => {
    await operator.bar.getByRole("button", { name: "上线" }).click();
    const dialog = page.getByRole("dialog", { name: "上线" });
    await expect(dialog).toContainText(/会得到不同的回答/);
    await dialog.getByRole("textbox", { name: "这次改了什么" }).fill("“整没”也是取消");
    await dialog.getByRole("button", { name: "上线" }).click();
    await expect(page.getByText("版本 2 已上线，新消息马上按它回答")).toBeVisible(SOON);
    await expect(operator.bar.getByRole("link", { name: "版本 2" })).toBeVisible();
    await operator.liveTakes(SENTENCE, "取消订单");
    expect(await understood(server, "daliu")).toBe("order.cancel");
  });

  await test.step("it is taken back", async () => {
    await operator.goTo("#/versions/1");
    await page.getByRole("button", { name: "退回到这个版本" }).click();
    const dialog = page.getByRole("alertdialog", { name: "退回到版本 1？" });
    await expect(dialog).toContainText("其间改过的 1 个文件");
    await dialog.getByRole("textbox", { name: "为什么退回" }).fill("再想想");
    await dialog.getByRole("button", { name: "退回到这个版本" }).click();
    await expect(operator.bar.getByRole("link", { name: "版本 3" })).toBeVisible(SOON);
    await operator.liveTakes(SENTENCE, "少发错发");
    expect(await understood(server, "xiaoming")).toBe("order.missing_or_wrong_item");
  });

  await test.step("all of it is on record", async () => {
    await operator.goTo("#/versions/2");
    // On a phone the list stands behind the version.
    await expect(page.getByText("“整没”也是取消").filter({ visible: true }).first()).toBeVisible();
    await expect(page.getByRole("region", { name: "intents/order.cancel.yml" })).toContainText(
      `- ${SENTENCE}`,
    );
  });
});

test("what is typed into a file outlives the page, and an error leads to its line", async ({
  page,
  server,
}) => {
  const operator = await Operator.of(page, server);
  await operator.goTo("#/files/intents%2Forder.cancel.yml");
  const editor = page.getByRole("textbox", { name: "intents/order.cancel.yml" });
  await editor.click();
  await page.keyboard.press("Control+Home");
  await page.keyboard.type("nonsense: true\n");
  await expect(page.getByText("有未保存的改动（本机已留底）")).toBeVisible();
  await page.reload();
  await expect(editor).toContainText("nonsense: true");
  await page.getByRole("button", { name: "保存" }).click();
  await expect(operator.bar.getByText("检查没通过")).toBeVisible(SOON);
  await operator.goTo("#/intents");
  const finding = operator.bar.getByRole("list", { name: "检查结果" }).getByRole("listitem");
  await expect(finding.first()).toContainText("这里没有这一项。 多半是拼错了");
  await expect(finding.first()).toContainText("unknown key `nonsense`");
  await operator.bar.getByRole("link", { name: "intents/order.cancel.yml:1:1" }).click();
  await expect(editor).toBeFocused();
  await operator.bar.getByRole("button", { name: "丢弃" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "丢弃" }).click();
  await expect(operator.bar.getByText("检查没通过")).toBeHidden();
  await expect(editor).not.toContainText("nonsense: true");
});

test("what is written only in the file is one step away, and the cursor is there", async ({
  page,
  server,
}) => {
  const operator = await Operator.of(page, server);
  const line = page.locator(".cm-activeLine");
  await operator.goTo("#/intents/order.cancel/rules");
  await page.getByRole("link", { name: "在源文件里改第 2 条规则" }).press("Enter");
  await expect(page.getByRole("textbox", { name: "intents/order.cancel.yml" })).toBeFocused();
  await expect(line).toContainText("any: [恢复订单, 订单恢复]");
  await page.goBack();
  await page.getByRole("link", { name: "在源文件里改槽位 confirm" }).press("Enter");
  await expect(line).toContainText("confirm:");

  await operator.goTo("#/faq/order.not_shown");
  await page.getByRole("link", { name: "knowledge/faq/order.yml" }).press("Enter");
  await expect(page.getByRole("textbox", { name: "knowledge/faq/order.yml" })).toBeFocused();
  await expect(line).toContainText("order.not_shown");
});
