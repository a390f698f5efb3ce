import { Coffee } from "lucide-preact";
import { Badge } from "../../design/badge/badge";
import { EmptyState } from "../../design/empty-state/empty-state";
import { language } from "../../language/chosen";
import type { QueueView } from "../../wire/desk";
import { Waited } from "../list/waited";
import { useUi } from "../page/context";
import { customerName } from "../words/person";
import { reasonWords } from "../words/reason";
import { skillWords } from "../words/term";
import { about } from "../words/time";
import { text } from "./text";

/** The waits by skill, and everybody who waits. */
export function Queues({ queues }: { queues: QueueView[] }) {
  const ui = useUi();
  const say = text[language.value];
  const waiting = queues.filter((queue) => queue.waiting > 0);
  const { queue } = ui.desk.floor.value;
  return (
    <section class="floor-queues">
      <h2>{say.queues}</h2>
      {waiting.length === 0 && queue.length === 0 && (
        <EmptyState icon={Coffee} title={say.noQueue} about={say.noQueueAbout} />
      )}
      {waiting.length > 0 && (
        <table>
          <thead>
            <tr>
              <td />
              <th scope="col">{say.totalsOf}</th>
              <th scope="col">{say.oldest}</th>
              <th scope="col">{say.eta}</th>
            </tr>
          </thead>
          <tbody>
            {waiting.map(({ skill, waiting, oldest_since, eta }) => (
              <tr key={skill}>
                <th scope="row">{skillWords(skill)}</th>
                <td>{say.waiting(waiting)}</td>
                <td>{oldest_since === null ? "–" : <Waited since={oldest_since} />}</td>
                <td>{eta === null ? say.unknown : about(eta)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {queue.length > 0 && <h3>{say.all}</h3>}
      <ul>
        {queue.map(({ conversation, customer, reason, since, urgent, vip, skill }) => (
          <li key={conversation}>
            <button type="button" onClick={() => ui.choose(conversation)}>
              <span>{customerName(customer)}</span>
              {urgent && <Badge tone="danger">{say.urgent}</Badge>}
              {vip && <Badge tone="warning">VIP</Badge>}
              <Badge>{reasonWords(reason)}</Badge>
              <Badge tone="accent">{skillWords(skill)}</Badge>
              <Waited since={since} />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
