import { Badge } from "../../design/badge/badge";
import { language } from "../../language/chosen";
import type { Hit } from "../../wire/desk";
import { marked } from "../state/marked";
import { customerName } from "../words/person";
import { dateAndTime } from "../words/time";
import { text } from "./text";

export function HitView({ hit, onOpen }: { hit: Hit; onOpen(): void }) {
  const say = text[language.value];
  const kind = say.kinds[hit.kind];
  return (
    <li>
      <button type="button" class="hit" onClick={onOpen}>
        <span>
          <b>{customerName(hit.customer)}</b>
          {kind !== undefined && <Badge>{kind}</Badge>}
          {hit.by !== null && <small>{say.by[hit.by] ?? hit.by}</small>}
          <time dateTime={hit.at}>{dateAndTime(hit.at)}</time>
        </span>
        <span>
          {marked(hit.snippet).map(({ words, found, at }) =>
            found ? <mark key={at}>{words}</mark> : <span key={at}>{words}</span>,
          )}
        </span>
      </button>
    </li>
  );
}
