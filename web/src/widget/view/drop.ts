import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { useFiles } from "./files";

/** Files that are dropped are sent. */
export function useDrop() {
  const [over, setOver] = useState(false);
  const send = useFiles();
  type Drag = JSX.TargetedDragEvent<HTMLElement>;
  const brings = (event: Drag) => event.dataTransfer?.types.includes("Files") === true;
  return {
    over,
    onDragOver: (event: Drag) => {
      if (!brings(event)) return;
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: (event: Drag) => {
      // Over another element of the panel it is still over the panel.
      const to = event.relatedTarget;
      if (!(to instanceof Node && event.currentTarget.contains(to))) setOver(false);
    },
    onDrop: (event: Drag) => {
      if (!brings(event)) return;
      event.preventDefault();
      setOver(false);
      send(event.dataTransfer?.files);
    },
  };
}
