import "./waited.css";
import { useComputed, useSignal } from "@preact/signals";
import { Clock } from "lucide-preact";
import { useEffect } from "preact/hooks";
import { language } from "../../language/chosen";
import { clock, now } from "../words/time";
import { text } from "./text";

/** From when on somebody has waited long, and too long, in milliseconds. */
const LONG = 60_000;
const TOO_LONG = 180_000;

/** How long somebody has waited. Only its own text ticks; the row around it is not drawn again. */
export function Waited({ since }: { since: string }) {
  const from = useSignal(Date.parse(since));
  useEffect(() => {
    from.value = Date.parse(since);
  }, [since, from]);
  const waited = useComputed(() => clock(now.value - from.value));
  const look = useComputed(() => {
    const time = now.value - from.value;
    return time > TOO_LONG ? "waited too-long" : time > LONG ? "waited long" : "waited";
  });
  return (
    <span class={look}>
      <Clock size={12} aria-hidden="true" />
      <span class="unseen">{text[language.value].waited("")}</span>
      {waited}
    </span>
  );
}
