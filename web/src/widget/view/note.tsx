import type { NoteLine } from "../talk/lines";
import { useWidget } from "./context";
import { Icon } from "./icon";

/** What happened to the conversation, quietly. */
export function Note({ note }: { note: NoteLine["note"] }) {
  const { texts } = useWidget();
  switch (note.what) {
    case "waiting":
      return <p class="note">{texts.waiting}</p>;
    case "human":
      return <p class="note">{texts.joined(note.name)}</p>;
    case "back":
      return <p class="note">{texts.back}</p>;
    case "gone_on":
      return <p class="note">{texts.goneOn}</p>;
    case "closed":
      return <p class="note">{texts.over}</p>;
    case "timed_out":
      return <p class="note">{texts.timedOut}</p>;
    case "introduced":
      return <p class="note">{texts.introduced}</p>;
    case "left":
      return (
        <div class="left">
          <b>
            <Icon name="check" size={16} /> {texts.left}
          </b>
          <p>{note.left.text}</p>
          {Object.values(note.left.contact).map((contact) => (
            <small key={contact}>{contact}</small>
          ))}
        </div>
      );
    case "rated":
      return (
        <p class="note">
          {texts.rated} <Stars count={note.rated.score} />
          {note.rated.text !== undefined && <span class="rated-words">{note.rated.text}</span>}
        </p>
      );
  }
}

function Stars({ count }: { count: number }) {
  const { texts } = useWidget();
  return (
    <span class="stars" role="img" aria-label={texts.stars(count)}>
      {[1, 2, 3, 4, 5].map((star) => (
        <span key={star} data-on={star <= count}>
          <Icon name="star" size={14} />
        </span>
      ))}
    </span>
  );
}
