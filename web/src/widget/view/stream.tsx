import { useMemo, useRef } from "preact/hooks";
import { useCell } from "../cell";
import { type Line, lines } from "../talk/lines";
import { useBottom } from "./bottom";
import { useWidget } from "./context";
import { FileBubble, UploadBubble } from "./file";
import { Greeting } from "./greeting";
import { Icon } from "./icon";
import { Introduction } from "./introduction";
import { Note } from "./note";
import { RatingPrompt } from "./rating";
import { Said } from "./said";
import { Typing } from "./typing";
import { WordsBubble } from "./words";

/** Everything that was said, with the latest in sight unless the reader went back. */
export function Stream() {
  const { session, texts } = useWidget();
  const talk = useCell(session.talk);
  const standing = useCell(session.standing);
  const { entries, pending, read, conversation } = talk;
  const all = useMemo(() => lines(talk), [entries, pending, read, conversation]);
  const box = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const last = all.at(-1);
  const own = last !== undefined && "by" in last && last.by === "customer" ? last.key : undefined;
  const { missed, toEnd } = useBottom(box, content, all.length, own);
  return (
    <div class="stream">
      <div
        ref={box}
        class="scroll"
        role="log"
        aria-label={texts.log}
        aria-busy={standing !== "open"}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keys.
        tabIndex={0}
      >
        <div ref={content} class="lines">
          <Greeting />
          <Introduction />
          {all.map((line) => (
            <Shown key={line.key} line={line} />
          ))}
          <Typing />
          <RatingPrompt />
        </div>
      </div>
      {missed && (
        <button class="to-end" type="button" onClick={toEnd}>
          <Icon name="down" size={16} />
          {texts.newMessages}
        </button>
      )}
    </div>
  );
}

function Shown({ line }: { line: Line }) {
  const { formats } = useWidget();
  switch (line.kind) {
    case "day":
      return <p class="day">{formats.day(line.at)}</p>;
    case "note":
      return <Note note={line.note} />;
    case "words":
      return (
        <Said spoken={line} delivery={line.delivery}>
          <WordsBubble line={line} />
        </Said>
      );
    case "file":
      return (
        <Said spoken={line} delivery={line.delivery}>
          <FileBubble file={line.file} />
        </Said>
      );
    case "upload":
      return (
        <Said spoken={line} delivery={line.delivery}>
          <UploadBubble pending={line.pending} />
        </Said>
      );
  }
}
