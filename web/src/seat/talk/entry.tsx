import "./entry.css";
import { memo } from "preact/compat";
import type { Entry } from "../state/chat";
import { Bubble } from "./bubble";
import { Line } from "./line";
import { LeftMessageView, NoteView, RatingView } from "./particular";

export interface EntryProps {
  entry: Entry;
  conversation: string;
  /** The day that begins with it. */
  day: string | null;
  /** The same side said what is above it. */
  follows: boolean;
  /** Whether the customer has seen it; null where that is said elsewhere. */
  read: boolean | null;
  /** A search has led here. */
  sought: boolean;
}

/** One thing of the transcript. It is drawn again only when it changes itself. */
export const EntryView = memo(function EntryView(props: EntryProps) {
  const { day, sought, entry } = props;
  return (
    <>
      {day !== null && <div class="day-line">{day}</div>}
      <div class={sought ? "entry sought" : "entry"} data-seq={entry.event.seq}>
        <What {...props} />
      </div>
    </>
  );
});

function What(props: EntryProps) {
  const { event } = props.entry;
  switch (event.type) {
    case "message":
    case "attachment":
      return <Bubble {...props} event={event} />;
    case "note":
      return <NoteView note={event} />;
    case "rated":
      return <RatingView rated={event} />;
    case "left_message":
      return <LeftMessageView left={event} />;
    case "mode":
    case "joined":
    case "left":
    case "queued":
    case "labels":
    case "closed":
    case "introduced":
    case "handoff":
      return <Line event={event} />;
  }
}
