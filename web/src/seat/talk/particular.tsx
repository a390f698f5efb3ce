import "./particular.css";
import { Mail, Star, StickyNote } from "lucide-preact";
import { language } from "../../language/chosen";
import type { Shown } from "../state/chat";
import { fieldWords } from "../words/term";
import { time } from "../words/time";
import { text } from "./text";

type Of<Type extends Shown["type"]> = Extract<Shown, { type: Type }>;

/** What seats tell each other; in a colour that nothing for customers has. */
export function NoteView({ note }: { note: Of<"note"> }) {
  return (
    <article class="note">
      <header>
        <StickyNote size={13} aria-hidden="true" />
        <b>{note.name ?? note.seat}</b>
        <time dateTime={note.at}>{time(note.at)}</time>
        <span>{text[language.value].note}</span>
      </header>
      <p>{note.text}</p>
    </article>
  );
}

export function RatingView({ rated }: { rated: Of<"rated"> }) {
  const say = text[language.value];
  return (
    <article class="particular">
      <header>
        <b>{say.rated}</b>
        <span class="stars" role="img" aria-label={`${rated.score}/5`}>
          {[1, 2, 3, 4, 5].map((star) => (
            <Star key={star} size={15} class={star <= rated.score ? "full" : ""} aria-hidden="true" />
          ))}
        </span>
        <time dateTime={rated.at}>{time(rated.at)}</time>
      </header>
      {rated.text !== undefined && rated.text !== "" && <p>{rated.text}</p>}
    </article>
  );
}

export function LeftMessageView({ left }: { left: Of<"left_message"> }) {
  return (
    <article class="particular">
      <header>
        <Mail size={14} aria-hidden="true" />
        <b>{text[language.value].left}</b>
        <time dateTime={left.at}>{time(left.at)}</time>
      </header>
      <p>{left.text}</p>
      <dl>
        {Object.entries(left.contact).map(([name, value]) => (
          <div key={name}>
            <dt>{fieldWords(name)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </article>
  );
}
