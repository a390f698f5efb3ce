import { publish } from "./api";
import { attach } from "./host";
import { App } from "./view/app";
import { Widget } from "./widget";

declare global {
  interface Window {
    xiaoer?: unknown;
  }
}

/** The tag that brought this script. One that a tag manager has moved is found by what it loads. */
const tag =
  document.currentScript instanceof HTMLScriptElement
    ? document.currentScript
    : document.querySelector<HTMLScriptElement>('script[src*="/widget.js"]');

function start(script: HTMLScriptElement): void {
  // A page that has two tags by mistake gets one widget.
  if (window.xiaoer !== undefined && !Array.isArray(window.xiaoer)) return;
  const { shop = "demo", customer, signature, language, theme, sound } = script.dataset;
  const server = new URL(".", script.src);
  const widget = new Widget({ server, shop, customer, signature, language, theme, sound: sound === "on" });
  const detach = attach(<App widget={widget} />);
  publish(widget, detach);
  widget.start();
}

/** What goes wrong here is no error of the page's. */
function begin(): void {
  try {
    if (tag !== null) start(tag);
  } catch (error) {
    console.error("xiaoer", error);
  }
}

if (document.body !== null) begin();
else addEventListener("DOMContentLoaded", begin, { once: true });
