import { type ComponentChild, render } from "preact";
import styles from "./styles";

/** What the page's own shortcuts, focus traps and smooth scrolling would take from whoever types here. */
const OURS = [
  ...["keydown", "keyup", "keypress", "beforeinput", "input", "change", "paste", "copy", "cut"],
  ...["compositionstart", "compositionupdate", "compositionend", "focusin", "focusout"],
  ...["wheel", "touchmove", "dragenter", "dragover", "dragleave", "drop"],
];

/**
 * Puts the widget into the page as one element with a closed shadow, so that neither's styles reach the other's elements. Gives
 * what takes it out.
 */
export function attach(content: ComponentChild): () => void {
  const host = document.createElement("xiaoer-widget");
  const shadow = host.attachShadow({ mode: "closed" });
  for (const event of OURS) {
    shadow.addEventListener(event, (event) => event.stopPropagation(), { passive: true });
  }
  dress(shadow);
  render(content, shadow);
  document.body.append(host);
  return () => {
    render(null, shadow);
    host.remove();
  };
}

/** A sheet that is constructed needs no leave of the page's policy. */
function dress(shadow: ShadowRoot): void {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(styles);
    shadow.adoptedStyleSheets = [sheet];
  } catch {
    const style = document.createElement("style");
    style.textContent = styles;
    shadow.append(style);
  }
}
