import { Interval } from "../../design/interval/interval";
import { language } from "../../language/chosen";
import type { Bound, Canary, Tally } from "../../wire/rollout";
import { compare, type Measured, measure } from "./interval";
import { text } from "./text";

const RATES = ["wrong", "not_understood", "handed_over", "answered"] as const;
type Rate = (typeof RATES)[number];

/** Of these less is better; of answers more. */
const GOOD: Record<Rate, "less" | "more"> = {
  wrong: "less",
  not_understood: "less",
  handed_over: "less",
  answered: "more",
};

/** What is live and the canary, figure by figure, with how far each can be trusted. */
export function Tallies({ canary }: { canary: Canary }) {
  const say = text[language.value];
  return (
    <table class="tallies">
      <thead>
        <tr>
          <td />
          <th scope="col">{say.live}</th>
          <th scope="col">{say.version(canary.version)}</th>
          <th scope="col">
            <span class="unseen">{say.verdict}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">{say.conversations}</th>
          <td>{say.counts(canary.live.conversations, canary.live.turns)}</td>
          <td>{say.counts(canary.canary.conversations, canary.canary.turns)}</td>
          <td />
        </tr>
        {RATES.map((rate) => (
          <Row key={rate} rate={rate} canary={canary} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ rate, canary: { live, canary, bound } }: { rate: Rate; canary: Canary }) {
  const say = text[language.value];
  const before = measured(live, rate, bound.wrong_live);
  const after = measured(canary, rate, bound.wrong_canary);
  const found = compare(after, before);
  const tone = found === "unclear" ? "plain" : found === GOOD[rate] ? "good" : "danger";
  // Both on one scale, which leaves a little room.
  const most = Math.min(1, Math.max(before?.until ?? 0, after?.until ?? 0) * 1.1) || 1;
  return (
    <tr>
      <th scope="row">{say.rate[rate]}</th>
      <td>
        <Figure count={counted(live, rate)} measured={before} most={most} />
      </td>
      <td>
        <Figure count={counted(canary, rate)} measured={after} most={most} />
      </td>
      <td>
        <span class={`badge ${tone}`}>{say.found[found]}</span>
      </td>
    </tr>
  );
}

interface FigureProps {
  count: number;
  measured: Measured | null;
  most: number;
}

function Figure({ count, measured, most }: FigureProps) {
  const say = text[language.value];
  if (measured === null) return <span class="standing">–</span>;
  const { share, from, until } = measured;
  return (
    <div class="figure">
      <span>
        <b>{percent(share)}</b> <small>{count}</small>
      </span>
      <Interval {...measured} most={most} label={say.between(percent(from), percent(until))} />
    </div>
  );
}

/** Of wrong answers conversations are counted, which is also by what the server stops a canary; of the others turns. */
function counted(tally: Tally, rate: Rate): number {
  return rate === "wrong" ? tally.wrong_conversations : tally[rate];
}

function measured(tally: Tally, rate: Rate, [from, until]: Bound): Measured | null {
  if (rate !== "wrong") return measure(tally[rate], tally.turns);
  const found = measure(tally.wrong_conversations, tally.conversations);
  return found === null ? null : { share: found.share, from, until };
}

export function percent(share: number): string {
  return `${(share * 100).toFixed(share < 0.1 ? 1 : 0)}%`;
}
