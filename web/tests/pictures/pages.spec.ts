import { type Browser, expect, type Page } from "@playwright/test";
import { Desk } from "../desk";
import { Operator } from "../operator";
import { type Server, test } from "../server";
import { Shopper } from "../shopper";

const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };

test("the shop and its widget", async ({ page, server }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  const shopper = await Shopper.at(page, server.url);
  await ask(shopper);
  await picture(page, "shop");
});

test("the widget on a phone, and in the dark", async ({ browser, server }) => {
  const context = await browser.newContext({ ...PHONE, locale: "zh-CN" });
  const page = await context.newPage();
  const shopper = await Shopper.at(page, server.url);
  await ask(shopper);
  await picture(page, "widget-phone");
  await page.emulateMedia({ colorScheme: "dark" });
  await picture(page, "widget-dark");
  await context.close();
});

test("the desk, by day and by night", async ({ page, browser, server }) => {
  const desk = await atWork(page, browser, server);
  await picture(page, "desk");
  await page.emulateMedia({ colorScheme: "dark" });
  await picture(page, "desk-dark");
  await page.emulateMedia({ colorScheme: "light" });
  await desk.page.setViewportSize(PHONE.viewport);
  await picture(page, "desk-phone");
});

/** Customers who think better of an order, in words that the bot does not know yet. */
const REGRETS = [
  "这单我后悔了",
  "考虑了一下还是算了",
  "刚下的单反悔了",
  "想了想，这单还是算了吧",
  "手滑了，别发",
  "媳妇不让买，这单黄了",
  "老公不让买，退单",
  "家里有一个了，别寄",
  "朋友送了我一个，这个先不要",
  "能不能当我没下单",
  "当我没拍过",
  "反悔还来得及吗",
];
const OTHERS = [
  "我的快递到哪了",
  "满多少包邮",
  "能开发票吗",
  "七天无理由怎么退",
  "有优惠券吗",
  "退款什么时候到账",
];
/** What an operator makes of them: some word for word, some in words that are near. */
const TAUGHT = [
  "这单我后悔了",
  "刚下的单反悔了",
  "家里有一个了，别寄",
  "能不能当我没下单",
  "我后悔了，这单不要了",
  "刚拍的反悔了",
  "考虑了一下，还是不买了",
  "想了想还是算了",
  "改主意了，这单不下了",
  "家里人不让买，这单黄了",
  "手滑拍的，先别发货",
  "家里已经有一个了，别寄了",
  "朋友送了一个，这单先不要了",
  "就当我没下过这单吧",
];

test("what a change in the console would flip", async ({ page, server }) => {
  test.setTimeout(1_200_000);
  await page.setViewportSize({ width: 1280, height: 800 });
  for (const [at, words] of [...REGRETS, ...OTHERS, REGRETS[0], REGRETS[2], REGRETS[0]].entries()) {
    await server.customerSays(`guke-${at}`, words ?? "");
  }
  const operator = await Operator.of(page, server);
  await operator.goTo("#/intents/order.cancel");
  await page.getByRole("textbox", { name: "添加例句" }).fill(TAUGHT.join("\n"));
  await page.getByRole("button", { name: `添加 ${TAUGHT.length} 条新的` }).click();
  await operator.isReady();
  await operator.bar.getByRole("link", { name: /会改变/ }).click();
  await expect(page.getByRole("listitem").filter({ hasText: "这单我后悔了" })).toBeVisible();
  await picture(page, "console");
});

async function ask(shopper: Shopper): Promise<void> {
  await shopper.say("我的快递到哪了");
  await shopper.log.getByRole("button", { name: /云雀Air/ }).click();
  await expect(shopper.log.getByRole("region", { name: "包裹" })).toBeVisible();
}

/** A seat with three customers, one of whom is writing. */
async function atWork(page: Page, browser: Browser, server: Server): Promise<Desk> {
  await server.customerSays("xiaohong", "快递显示签收了，我没收到");
  await server.customerSays("xiaohong", "转人工");
  await server.customerSays("daliu", "我的退款到哪了");
  await server.customerSays("daliu", "转人工");
  const shopper = await Shopper.at(await browser.newPage({ locale: "zh-CN" }), server.url);
  await ask(shopper);
  await shopper.askForPerson();
  await expect(shopper.panel.getByText("排队中")).toBeVisible();
  const desk = await Desk.of(page, server, "seat1@demo");
  for (const customer of ["xiaohong", "daliu", "xiaoming"]) {
    await desk.choose("排队", customer);
    await page.getByRole("button", { name: "接入" }).first().click();
    await expect(desk.box).toBeEditable();
  }
  await desk.goOnline();
  await desk.open("我的");
  await desk.say("王先生您好，我是小美，正在联系顺丰核实，请稍等一下");
  await shopper.say("那退换货运费谁出啊");
  await expect(page.getByText("建议回复")).toBeVisible();
  await shopper.box.pressSequentially("要是不行我就退了");
  await expect(page.getByText(/要是不行我就退了/)).toBeVisible();
  return desk;
}

async function picture(page: Page, name: string): Promise<void> {
  // Once everything has come to rest.
  await page.waitForTimeout(1_000);
  await page.screenshot({ path: `../docs/images/${name}.png`, animations: "disabled" });
}
