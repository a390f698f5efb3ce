import type { VisitorSays } from "../wire/visitor";

/** What is typed is told at most so often, in milliseconds. */
const OFTEN = 1_000;

/** Tells what stands in the box, throttled, with the last of it always told. */
export class Preview {
  private told = "";
  private at = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly tell: (says: VisitorSays) => void) {}

  show(text: string): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.say(text), this.at + OFTEN - Date.now());
  }

  /** It was said: what stood in the box is no longer there. */
  forget(): void {
    clearTimeout(this.timer);
    this.told = "";
    this.at = Date.now();
  }

  end(): void {
    clearTimeout(this.timer);
  }

  private say(text: string): void {
    if (text === this.told) return;
    this.told = text;
    this.at = Date.now();
    this.tell(text.trim() === "" ? { type: "typing" } : { type: "typing", text });
  }
}
