import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { expect, type Page } from "@playwright/test";
import { Desk } from "../desk";
import { Host } from "../host";
import { test } from "../server";
import { Shopper } from "../shopper";

/** How much slower than this machine a shopper's phone is. */
const SLOWER = 4;
const RUNS = 5;
const CHATS = 200;

const figures: [what: string, figure: string][] = [];
test.afterAll(() => console.table(Object.fromEntries(figures)));

test("what each page weighs until it can be used", () => {
  const gzipped = (path: string) => gzipSync(readFileSync(`dist/${path}`), { level: 9 }).length;
  figures.push(["widget.js, gzipped", `${gzipped("widget.js")} bytes`]);
  for (const page of ["seat", "console"]) {
    const needed = readFileSync(`dist/${page}.html`, "utf8").match(/assets\/[^"]+\.(?:js|css)/g) ?? [];
    const bytes = needed.map(gzipped).reduce((one, other) => one + other);
    figures.push([`${page}: scripts and styles, gzipped`, `${bytes} bytes`]);
  }
  const [editor = ""] = readdirSync("dist/assets").filter((name) => name.startsWith("editor"));
  figures.push(["the editor, once a file is shown", `${gzipped(`assets/${editor}`)} bytes`]);
});

test("the widget's time to interactive", async ({ browser, server }) => {
  const host = await Host.open(server.url, 'data-shop="demo"');
  const times: [shown: number, open: number][] = [];
  for (let run = 0; run < RUNS; run++) {
    const page = await browser.newPage();
    const session = await page.context().newCDPSession(page);
    await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
    const shopper = new Shopper(page);
    const began = Date.now();
    await Shopper.patch(page);
    await page.goto(host.url, { waitUntil: "commit" });
    await expect(shopper.launcher).toBeVisible();
    const shown = Date.now() - began;
    await shopper.launcher.click();
    await shopper.box.fill("在");
    times.push([shown, Date.now() - began]);
    await page.close();
  }
  const middle = (of: 0 | 1) => `${times.map((time) => time[of]).sort((a, b) => a - b)[RUNS >> 1]} ms`;
  figures.push([
    `a page with the widget, processor ${SLOWER} times slower: its button is there after`,
    middle(0),
  ]);
  figures.push(["… and words are in its box after", middle(1)]);
  host.close();
});

test("the desk's frames", async ({ page, server }) => {
  for (let at = 0; at < CHATS; at += 10) {
    const some = Array.from({ length: 10 }, (_, more) => `gu-${String(at + more).padStart(3, "0")}`);
    await Promise.all(some.map((customer) => server.customerSays(customer, "转人工")));
  }
  const desk = await Desk.of(page, server, "seat1@demo");
  await expect(desk.list.getByRole("listitem")).toHaveCount(CHATS);
  const rows = desk.list.getByRole("listitem");

  await frames(page, `desk with ${CHATS} chats, scrolling the list`, async () => {
    await rows.nth(3).hover();
    for (let step = 0; step < 40; step++) {
      await page.mouse.wheel(0, 300);
      await page.waitForTimeout(25);
    }
  });
  await frames(page, "… going from chat to chat", async () => {
    await page.keyboard.press("Escape");
    for (let step = 0; step < 20; step++) {
      await page.keyboard.press("j");
      await page.waitForTimeout(50);
    }
  });
  await page.keyboard.press("t");
  await expect(desk.box).toBeEditable();
  await frames(page, "… writing, while customers come and speak", async () => {
    const rush = Promise.all(
      Array.from({ length: 30 }, (_, at) => server.customerSays(`xin-${at}`, at % 2 ? "转人工" : "你好")),
    );
    await desk.box.pressSequentially("您好，我帮您看一下物流，请您稍等一会儿，马上就好。".repeat(3), {
      delay: 15,
    });
    await rush;
  });
});

/** How long the frames took while something was done; 16.7 ms is what a screen of 60 Hz asks for. */
async function frames(page: Page, what: string, act: () => Promise<void>): Promise<void> {
  await page.evaluate(() => {
    const times: number[] = [];
    let before = performance.now();
    const tick = (now: number) => {
      times.push(now - before);
      before = now;
      if (!("framesEnough" in window)) requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
    Object.assign(window, { frameTimes: times });
  });
  await act();
  const times = await page.evaluate(() => {
    Object.assign(window, { framesEnough: true });
    return (window as unknown as { frameTimes: number[] }).frameTimes;
  });
  await page.evaluate(() => {
    delete (window as { framesEnough?: true }).framesEnough;
  });
  const sorted = times.slice(1).sort((a, b) => a - b);
  const at = (share: number) => (sorted[Math.floor((sorted.length - 1) * share)] ?? 0).toFixed(1);
  figures.push([what, `${sorted.length} frames: p50 ${at(0.5)}, p95 ${at(0.95)}, longest ${at(1)} ms`]);
}
