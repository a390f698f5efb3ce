import "./transcript.css";
import { type ReadonlySignal, useComputed, useSignal } from "@preact/signals";
import { ArrowDown } from "lucide-preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { language } from "../../language/chosen";
import { useUi } from "../page/context";
import type { Chat, Entry } from "../state/chat";
import { day, sameDay } from "../words/time";
import { EntryView } from "./entry";
import { HandoffCard } from "./handoff-card";
import { PendingView } from "./pending-view";
import { text } from "./text";
import { TypingLine } from "./typing-line";

/** As near to the end as this, in pixels, counts as being there. */
const NEAR = 80;

/** What was said and done, oldest first. It stays at the end as long as the reader is there. */
export function Transcript({ chat }: { chat: ReadonlySignal<Chat> }) {
  const ui = useUi();
  const say = text[language.value];
  const entries = useComputed(() => chat.value.entries).value;
  const pending = useComputed(() => chat.value.pending).value;
  const handoff = useComputed(() => chat.value.handoff).value;
  const readByCustomer = useComputed(() => chat.value.read.customer).value;
  const told = useComputed(() => chat.value.told || chat.value.entries.length > 0).value;
  const place = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const lastTop = useRef(0);
  const newer = useSignal(false);
  const wanted = ui.place.value.seq;

  const toEnd = () => {
    const { current } = place;
    atEnd.current = true;
    if (current !== null) current.scrollTop = current.scrollHeight;
    newer.value = false;
  };
  useLayoutEffect(() => {
    if (atEnd.current) toEnd();
    else newer.value = true;
  }, [entries.length]);
  useLayoutEffect(() => {
    // Whoever says something wants to see it.
    if (pending.length > 0) toEnd();
  }, [pending.length]);
  useEffect(() => {
    const { current } = place;
    if (current === null) return;
    const sizes = new ResizeObserver(() => {
      if (atEnd.current) toEnd();
    });
    for (const child of [current, ...current.children]) sizes.observe(child);
    return () => sizes.disconnect();
  }, []);
  const found = wanted !== null && entries.some(({ event }) => event.seq >= wanted);
  useEffect(() => {
    if (!found || wanted === null) return;
    const element = place.current?.querySelector(`[data-seq="${wanted}"]`);
    if (!element) return;
    atEnd.current = false;
    newer.value = false;
    element.scrollIntoView({ block: "center" });
  }, [found, wanted, newer]);

  return (
    <div class="transcript-frame">
      <div
        class="transcript"
        ref={place}
        role="log"
        aria-label={say.label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, by keyboard as well.
        tabIndex={0}
        onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
          // Only who scrolls up leaves the end; what grows under it does not.
          if (scrollHeight - scrollTop - clientHeight < NEAR) atEnd.current = true;
          else if (scrollTop < lastTop.current) atEnd.current = false;
          lastTop.current = scrollTop;
          if (atEnd.current) newer.value = false;
        }}
      >
        <div class="transcript-inside">
          {handoff !== null && <HandoffCard handoff={handoff} />}
          {entries.length === 0 && !told && <p class="quiet-line">{say.loading}</p>}
          {entries.map((entry, index) => (
            <EntryView
              key={entry.event.seq}
              entry={entry}
              conversation={chat.peek().conversation}
              day={newDay(entries[index - 1], entry)}
              follows={follows(entries[index - 1], entry)}
              read={isRead(entry, entries[index + 1], readByCustomer)}
              sought={entry.event.seq === wanted}
            />
          ))}
          {pending.map((one) => (
            <PendingView key={one.client_id} conversation={chat.peek().conversation} pending={one} />
          ))}
          <TypingLine chat={chat} />
        </div>
      </div>
      {newer.value && (
        <button type="button" class="button to-end" onClick={toEnd}>
          <ArrowDown size={14} aria-hidden="true" />
          {say.newer}
        </button>
      )}
    </div>
  );
}

/** Of a line above it, where another day begins. */
function newDay(before: Entry | undefined, { event }: Entry): string | null {
  return before !== undefined && sameDay(before.event.at, event.at) ? null : day(event.at);
}

/** Whether the same side goes on, so that its name need not stand again. */
function follows(before: Entry | undefined, { event }: Entry): boolean {
  if (before === undefined) return false;
  const who = (one: Entry["event"]) =>
    one.type === "message" || one.type === "attachment" ? `${one.by} ${one.seat ?? ""}` : one.type;
  const near = Date.parse(event.at) - Date.parse(before.event.at) < 120_000;
  return near && event.type !== "note" && who(before.event) === who(event);
}

/** Said once, under the last of the seat's words that the customer has or has not seen. */
function isRead({ event }: Entry, next: Entry | undefined, upTo: number): boolean | null {
  if ((event.type !== "message" && event.type !== "attachment") || event.by !== "seat") return null;
  const read = event.seq <= upTo;
  const nextToo =
    next !== undefined &&
    (next.event.type === "message" || next.event.type === "attachment") &&
    next.event.by === "seat" &&
    next.event.seq <= upTo === read;
  return nextToo ? null : read;
}
