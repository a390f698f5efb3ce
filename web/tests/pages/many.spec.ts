import { expect } from "@playwright/test";
import { Desk } from "../desk";
import { test } from "../server";

test("two hundred customers are at the desk", async ({ page, server }) => {
  const customers = Array.from({ length: 200 }, (_, at) => `gu-${String(at).padStart(3, "0")}`);
  // A few at a time, as a rush is.
  for (let at = 0; at < customers.length; at += 10) {
    await Promise.all(
      customers.slice(at, at + 10).map((customer) => server.customerSays(customer, "转人工")),
    );
  }
  const desk = await Desk.of(page, server, "seat1@demo");
  await expect(desk.list.getByRole("listitem")).toHaveCount(200);
  for (const customer of ["gu-000", "gu-100", "gu-199"]) {
    await desk.choose("排队", customer);
    await expect(desk.log.getByText("转人工", { exact: true }).first()).toBeVisible();
  }
  await page.getByRole("button", { name: "接入" }).first().click();
  await expect(desk.box).toBeEditable();
  await desk.say("久等了");
  await desk.reads("久等了");
  await desk.open("排队");
  await expect(desk.list.getByRole("listitem")).toHaveCount(199);
});
