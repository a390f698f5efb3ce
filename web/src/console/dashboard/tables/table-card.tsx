import type { ComponentChildren } from "preact";
import { language } from "../../../language/chosen";
import { type Caption, text } from "../text";

interface TableCardProps {
  caption: Caption;
  empty: boolean;
  children: ComponentChildren;
}

/** A table among the charts. */
export function TableCard({ caption, empty, children }: TableCardProps) {
  return (
    <section class="card half">
      <div>
        <h2>{caption.title}</h2>
        <p class="about">{caption.about}</p>
      </div>
      {empty ? <p class="nothing">{text[language.value].noFigures}</p> : children}
    </section>
  );
}
