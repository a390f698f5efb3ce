import "./charts.css";
import { useSignal } from "@preact/signals";
import { ChartColumn, Table } from "lucide-preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { language } from "../../../language/chosen";
import { type Caption, text } from "../text";
import { DataTable, type Rows } from "./data-table";
import type { Drawing } from "./plot";

export interface ChartProps {
  caption: Caption;
  legend?: { name: string; series: string; detail?: string }[];
  draw(width: number): Drawing;
  /** The same to read. */
  rows: Rows;
  /** There is nothing to draw. */
  empty: boolean;
  /** A third of the page where nothing is said. */
  size?: "half" | "wide";
}

/** A picture with what it is called, what it shows, and its figures as a table for whoever would rather read. */
export function Chart({ caption, legend, draw, rows, empty, size }: ChartProps) {
  const say = text[language.value];
  const asTable = useSignal(false);
  const id = useId();
  const Icon = asTable.value ? ChartColumn : Table;
  return (
    <figure class={size === undefined ? "card" : `card ${size}`} aria-labelledby={id}>
      <figcaption>
        <h2 id={id}>{caption.title}</h2>
        <p>{caption.about}</p>
      </figcaption>
      {empty ? (
        <p class="nothing">{say.noFigures}</p>
      ) : (
        <>
          <button
            type="button"
            class="button quiet toggle"
            aria-pressed={asTable.value}
            aria-label={`${asTable.value ? say.asChart : say.asTable}: ${caption.title}`}
            title={asTable.value ? say.asChart : say.asTable}
            onClick={() => {
              asTable.value = !asTable.value;
            }}
          >
            <Icon size={16} aria-hidden="true" />
          </button>
          {asTable.value ? (
            <DataTable caption={caption.title} rows={rows} />
          ) : (
            <>
              {legend && <Legend entries={legend} />}
              <Picture draw={draw} />
            </>
          )}
        </>
      )}
    </figure>
  );
}

function Legend({ entries }: { entries: NonNullable<ChartProps["legend"]> }) {
  return (
    <ul class="legend">
      {entries.map(({ name, series, detail }) => (
        <li key={series}>
          <span class={`swatch ${series}`} />
          {name}
          {detail && <b>{detail}</b>}
        </li>
      ))}
    </ul>
  );
}

/** Drawn for the room that there is, and again when that or the figures change. */
function Picture({ draw }: Pick<ChartProps, "draw">) {
  const place = useRef<HTMLDivElement>(null);
  const latest = useRef(draw);
  latest.current = draw;

  useEffect(() => {
    place.current?.replaceChildren(draw(place.current.clientWidth));
  }, [draw]);

  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    let width = element.clientWidth;
    const observer = new ResizeObserver(() => {
      if (element.clientWidth === width) return;
      width = element.clientWidth;
      element.replaceChildren(latest.current(width));
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  return <div class="picture" ref={place} />;
}
