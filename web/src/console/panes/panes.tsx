import "./panes.css";
import { ArrowLeft } from "lucide-preact";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

export interface PanesProps {
  list: ComponentChildren;
  /** What was chosen in the list. */
  detail: ComponentChildren;
  /** On a phone one of both is there. */
  detailFirst: boolean;
  back: string;
  onBack(): void;
}

/** A list, and beside it what was chosen in it. */
export function Panes({ list, detail, detailFirst, back, onBack }: PanesProps) {
  const lead = useRef<HTMLDivElement>(null);
  const way = useRef<HTMLButtonElement>(null);

  // On a phone the list may have been scrolled far down.
  useEffect(() => {
    const shown = way.current?.checkVisibility?.() ?? false;
    if (detailFirst && shown) way.current?.scrollIntoView({ block: "nearest" });
  }, [detailFirst]);

  return (
    <div class={detailFirst ? "panes detail-first" : "panes"}>
      <div class="lead" ref={lead}>
        {list}
      </div>
      <div class="detail">
        <button
          ref={way}
          type="button"
          class="button quiet back"
          onClick={() => {
            onBack();
            requestAnimationFrame(() =>
              lead.current?.querySelector<HTMLElement>('[aria-current="true"]')?.focus(),
            );
          }}
        >
          <ArrowLeft size={16} aria-hidden="true" />
          {back}
        </button>
        {detail}
      </div>
    </div>
  );
}
