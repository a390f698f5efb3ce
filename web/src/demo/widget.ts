/** The widget in this page, spoken to as any shop's page does: docs/widget.md. */

type Call = ["open"] | ["send" | "compose" | "setLanguage", string] | ["identify", { customer: string }];

/** Until the widget's script is there, calls wait in a list that it works through when it comes. */
export function widget(...call: Call): void {
  const page = window as { xiaoer?: unknown };
  page.xiaoer ??= [];
  (page.xiaoer as { push(call: Call): unknown }).push(call);
}

export function send(text: string): void {
  widget("open");
  widget("send", text);
}

export function compose(text: string): void {
  widget("compose", text);
}
