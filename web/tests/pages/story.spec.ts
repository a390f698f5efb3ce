import { type Browser, expect, type Page } from "@playwright/test";
import { Desk } from "../desk";
import { Host } from "../host";
import { test } from "../server";
import { Shopper } from "../shopper";

/** A page with cookies and storage of its own, as another person's browser has. */
async function elsewhere(browser: Browser, like: Page): Promise<Page> {
  const size = like.viewportSize();
  const context = await browser.newContext({ ...(size && { viewport: size }), locale: "zh-CN" });
  return context.newPage();
}

test("a parcel, a person, a power cut and a rating", async ({ page, browser, server }) => {
  const host = await Host.open(server.url, 'data-shop="demo" data-customer="laowang"');
  const shopper = await Shopper.at(page, host.url);

  await test.step("a parcel is asked for and answered from a card", async () => {
    await shopper.say("我的快递到哪了");
    const card = shopper.log.getByRole("region", { name: "包裹" });
    await expect(card).toBeVisible();
    await expect(card.getByRole("button", { name: "复制运单号" })).toBeVisible();
  });

  const [one, two] = await Promise.all(
    ["seat1@demo", "seat2@demo"].map(async (email) => Desk.of(await elsewhere(browser, page), server, email)),
  );
  if (one === undefined || two === undefined) throw new Error("two seats");

  await test.step("two seats want the customer, and one gets them", async () => {
    await shopper.askForPerson();
    await expect(shopper.panel.getByText("排队中 第 1 位")).toBeVisible();
    for (const desk of [one, two]) await desk.choose("排队", "laowang");
    const take = (desk: Desk) => desk.page.getByRole("button", { name: "接入" }).first();
    // Whoever is the second may find that there is nothing to take any more.
    await Promise.allSettled([one, two].map((desk) => take(desk).click({ timeout: 3_000 })));
    await expect(shopper.panel.getByRole("status").getByText(/正在为您服务/)).toBeVisible();
  });
  const holds = async (desk: Desk) => (await desk.box.count()) > 0 && (await desk.box.isEditable());
  await expect.poll(async () => [await holds(one), await holds(two)].filter(Boolean).length).toBe(1);
  const [winner, loser] = (await holds(one)) ? [one, two] : [two, one];

  await test.step("they talk both ways", async () => {
    await winner.say("王先生您好，我马上帮您催");
    await shopper.reads("王先生您好，我马上帮您催");
    await shopper.say("好的，麻烦快一点");
    await winner.reads("好的，麻烦快一点");
    await expect(loser.log.getByText("好的，麻烦快一点")).toHaveCount(0);
  });

  await test.step("both reload in the middle", async () => {
    await page.reload();
    if (!(await shopper.panel.isVisible())) await shopper.open();
    await winner.page.reload();
    for (const text of ["王先生您好，我马上帮您催", "好的，麻烦快一点"]) {
      await shopper.reads(text);
      await winner.reads(text);
    }
  });

  await test.step("the power is cut while both write", async () => {
    await server.kill();
    await shopper.say("断网时说的第一句");
    await shopper.say("断网时说的第二句");
    await winner.say("我这边也断了一下");
    await server.start();
    for (const text of ["断网时说的第一句", "断网时说的第二句", "我这边也断了一下", "好的，麻烦快一点"]) {
      await shopper.reads(text);
      await winner.reads(text);
    }
    const words = await shopper.log.getByText(/断网时说的第/).allInnerTexts();
    expect(words).toEqual(["断网时说的第一句", "断网时说的第二句"]);
  });

  await test.step("the bot has them again, and they rate the seat", async () => {
    await winner.box.press("Escape");
    await winner.page.keyboard.press("b");
    await winner.page.getByRole("button", { name: "交回", exact: true }).click();
    await expect(shopper.panel.getByText("人工服务结束，小二继续为您服务")).toBeVisible();
    await shopper.panel.getByRole("radio", { name: /5 星/ }).check({ force: true });
    await shopper.panel.getByRole("textbox", { name: /还想说点什么/ }).fill("很耐心");
    await shopper.panel.getByRole("button", { name: "提交" }).click();
    await expect(shopper.log.getByText(/您的评价/)).toBeVisible();
    await shopper.say("满多少包邮");
    await expect(shopper.log.getByText(/包邮/).nth(1)).toBeVisible();
  });
  host.close();
});
