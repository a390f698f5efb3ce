import { expect, type Page } from "@playwright/test";
import { Desk } from "../desk";
import { Host } from "../host";
import { test } from "../server";
import { Shopper } from "../shopper";

/** What must stay text, whichever side says it. */
const WORDS = [
  '<img src="/x" onerror="window.harmed=1">',
  "<script>window.harmed=1</script>",
  '"><svg onload=window.harmed=1>',
  "[点我](javascript:window.harmed=1) https://evil.test/a?b=1",
  "{{constructor.constructor('window.harmed=1')()}}",
];

/** Nothing of theirs ran, and no element of theirs is there. */
async function unharmed(page: Page): Promise<void> {
  const found = await page.evaluate(() => {
    const roots: ParentNode[] = [document];
    for (const root of roots) {
      for (const element of root.querySelectorAll("*"))
        if (element.shadowRoot) roots.push(element.shadowRoot);
    }
    const theirs = 'img[src="/x"], [onerror], [onload], a[href*="evil"], a[href^="javascript"]';
    const scripts = roots.flatMap((root) => [...root.querySelectorAll("script")]);
    return {
      harmed: "harmed" in window,
      elements: roots.flatMap((root) => [...root.querySelectorAll(theirs)]).length,
      scripts: scripts.filter((script) => script.textContent !== "").length,
    };
  });
  expect(found).toEqual({ harmed: false, elements: 0, scripts: 0 });
}

test("what either side says stays text on both pages", async ({ page, context, server }) => {
  const host = await Host.open(server.url, 'data-shop="demo" data-customer="xinke"');
  const shopper = await Shopper.at(page, host.url);
  await shopper.askForPerson();
  const desk = await Desk.of(await context.newPage(), server, "seat1@demo");
  await desk.choose("排队", "xinke");
  await desk.page.getByRole("button", { name: "接入" }).first().click();
  for (const words of WORDS) {
    await shopper.say(words);
    await desk.reads(words);
    await desk.say(`回：${words}`);
    // What looks like a variable without a value is asked about once.
    if (words.includes("{{")) await desk.box.press("Enter");
    await shopper.reads(`回：${words}`);
  }
  await unharmed(page);
  await unharmed(desk.page);
  host.close();
});

test("the shop's page and the widget leave each other alone", async ({ page, server }) => {
  const host = await Host.open(server.url, 'data-shop="demo"');
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (line) => {
    if (line.type() === "error") faults.push(line.text());
  });
  await page.goto(host.url);
  const before = await page.evaluate(() => Object.keys(window).length);
  const shopper = await Shopper.at(page, host.url);
  await shopper.say("你好");
  await expect(shopper.log.getByText("你好", { exact: true })).toBeVisible();
  const look = await shopper.box.evaluate((box) => {
    const { color, fontSize } = getComputedStyle(box);
    return { red: color === "rgb(255, 0, 0)", huge: fontSize === "30px" };
  });
  expect(look).toEqual({ red: false, huge: false });
  expect(await page.evaluate(() => Object.keys(window).length)).toBeLessThanOrEqual(before + 1);
  expect(faults).toEqual([]);
  host.close();
});
