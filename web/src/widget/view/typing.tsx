import { useEffect, useState } from "preact/hooks";
import { useCell } from "../cell";
import { awaitsBot } from "../talk/state";
import { useWidget } from "./context";
import { Face } from "./face";

/** A bot that has not answered by then will not, in milliseconds. */
const PATIENCE = 12_000;

/** Three dots while somebody writes. */
export function Typing() {
  const { session, texts } = useWidget();
  const talk = useCell(session.talk);
  const standing = useCell(session.standing);
  const thinks = useThinking(
    standing === "open" && awaitsBot(talk),
    talk.entries.length + talk.pending.length,
  );
  if (!talk.typing && !thinks) return null;
  const by = talk.typing ? "seat" : "bot";
  const name = by === "bot" ? texts.bot : (talk.name ?? texts.seat);
  return (
    <div class="said" data-by={by} data-first="true">
      <Face by={by} name={talk.name} />
      <p class="bubble dots" role="img" aria-label={texts.typing(name)}>
        <i />
        <i />
        <i />
      </p>
    </div>
  );
}

/** From a moment after it begins, so that what is answered at once does not flicker. */
function useThinking(awaited: boolean, since: number): boolean {
  const [thinks, setThinks] = useState(false);
  useEffect(() => {
    setThinks(false);
    if (!awaited) return;
    const begin = setTimeout(() => setThinks(true), 250);
    const end = setTimeout(() => setThinks(false), PATIENCE);
    return () => {
      clearTimeout(begin);
      clearTimeout(end);
    };
  }, [awaited, since]);
  return thinks;
}
