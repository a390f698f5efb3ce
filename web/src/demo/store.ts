import { computed, signal } from "@preact/signals";
import * as shop from "../wire/demo";
import { Refused } from "../wire/request";
import { widget } from "./widget";

const KEY = "xiaoer.demo.customer";

/** In milliseconds: so often are the orders looked at, so that the page shows what the chat has changed. */
const EVERY = 5000;

/** Why there is nothing to show: `elsewhere` is a reader who does not sit at the server's machine. */
export type Fault = "elsewhere" | "offline";

export const goods = signal<shop.Good[] | null>(null);
export const customers = signal<shop.Customer[] | null>(null);
export const fault = signal<Fault | null>(null);
/** Words that goods are looked for by. */
export const wanted = signal("");

const chosen = signal(remembered());

/** Whoever the reader is in this shop. */
export const customer = computed(
  () => customers.value?.find(({ id }) => id === chosen.value) ?? customers.value?.[0],
);

/** Loads everything, and goes on looking at the orders. */
export function start(): void {
  if (chosen.value !== "") widget("identify", { customer: chosen.value });
  load();
  setInterval(() => {
    if (document.visibilityState === "visible") load();
  }, EVERY);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") load();
  });
}

export async function load(): Promise<void> {
  try {
    const [people, things] = await Promise.all([shop.customers(), shop.goods()]);
    customers.value = people;
    goods.value = things;
    fault.value = null;
  } catch (error) {
    fault.value = error instanceof Refused && error.status === 404 ? "elsewhere" : "offline";
  }
}

export function choose(id: string): void {
  chosen.value = id;
  widget("identify", { customer: id });
  try {
    localStorage.setItem(KEY, id);
  } catch {
    // Without storage it holds until the page is left.
  }
}

function remembered(): string {
  try {
    return localStorage.getItem(KEY) ?? "";
  } catch {
    return "";
  }
}
