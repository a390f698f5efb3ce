import { language } from "../../language/chosen";
import type { Shown } from "../state/chat";
import { reasonWords } from "../words/reason";
import { fieldWords, skillWords } from "../words/term";
import { time } from "../words/time";
import { text } from "./text";

type Quiet = Extract<
  Shown,
  { type: "mode" | "joined" | "left" | "queued" | "labels" | "closed" | "introduced" | "handoff" }
>;

/** What happened beside what was said, in a quiet line. */
export function Line({ event }: { event: Quiet }) {
  return (
    <p class="quiet-line">
      {words(event)} · {time(event.at)}
    </p>
  );
}

function words(event: Quiet): string {
  const say = text[language.value];
  switch (event.type) {
    case "mode":
      if (event.mode === "human") return say.line.taken(event.name ?? event.seat ?? "", event.how);
      return event.mode === "bot" ? say.line.bot : say.line.waiting;
    case "joined":
      return say.line.joined(event.name ?? event.seat);
    case "left":
      return say.line.left(event.name ?? event.seat);
    case "queued":
      return say.line.queued(skillWords(event.skill));
    case "labels": {
      const who = event.name ?? event.seat;
      return event.labels.length === 0
        ? say.line.noLabels(who)
        : say.line.labels(who, event.labels.join("、"));
    }
    case "closed":
      return say.line.closed[event.why];
    case "introduced": {
      const fields = Object.entries(event.fields).map(([name, value]) => `${fieldWords(name)} ${value}`);
      return `${say.introduced}: ${fields.join("，")}`;
    }
    case "handoff":
      return say.line.handoff(reasonWords(event.reason));
  }
}
