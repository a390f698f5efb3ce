import { Interval } from "../../design/interval/interval";
import { language } from "../../language/chosen";
import type { Figure, Report } from "../../wire/measure";
import { type Compared, compare, type Measured } from "./compare";
import { text } from "./text";

const TONE = { better: "good", worse: "danger", same: "plain", other: "plain" } as const;

/** What the draft would bring, figure by figure. */
export function Comparison({ live, draft }: { live: Report; draft: Report }) {
  const say = text[language.value];
  return (
    <section class="report-compared" aria-label={say.compared}>
      <h2>{say.compared}</h2>
      <p class="standing">{say.comparedAbout(draft.n)}</p>
      <table>
        <thead>
          <tr>
            <td />
            <th scope="col">{say.of.live}</th>
            <th scope="col">{say.of.draft}</th>
            <th scope="col">
              <span class="unseen">{say.change}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {compare(live, draft).map((compared) => (
            <Row key={compared.figure} {...compared} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({ figure, live, draft, change, verdict }: Compared) {
  const say = text[language.value];
  // Shares on the whole scale; what a message costs has no end of its own.
  const most = figure === "cost_per_message" ? Math.max(live?.until ?? 0, draft?.until ?? 0) || 1 : 1;
  return (
    <tr>
      <th scope="row">
        {say.figure[figure]}
        <small>{say.meaning[figure]}</small>
      </th>
      <td>
        <Value figure={figure} measured={live} most={most} />
      </td>
      <td>
        <Value figure={figure} measured={draft} most={most} />
      </td>
      <td>
        {verdict !== null && change !== null && (
          <span class={`badge ${TONE[verdict]}`}>
            {verdict === "same" ? say.same : signed(figure, change)}
            <span class="unseen">{say.verdict[verdict]}</span>
          </span>
        )}
      </td>
    </tr>
  );
}

function Value({ figure, measured, most }: { figure: Figure; measured: Measured | null; most: number }) {
  const say = text[language.value];
  if (measured === null) return <span class="standing">–</span>;
  const { share, from, until } = measured;
  return (
    <div class="report-value">
      <b>{plain(figure, share)}</b>
      <Interval {...measured} most={most} label={say.between(plain(figure, from), plain(figure, until))} />
    </div>
  );
}

/** Halves are rounded as the report itself rounds them, so that both say the same. */
const form = (digits: number) =>
  new Intl.NumberFormat("en", {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    roundingMode: "halfEven",
  });
const tenths = form(1);
const hundredths = form(2);

function plain(figure: Figure, value: number): string {
  return figure === "cost_per_message" ? hundredths.format(value) : `${tenths.format(value * 100)}%`;
}

/** In points of a hundred, as shares are told; costs as they are. */
function signed(figure: Figure, change: number): string {
  const size = Math.abs(change);
  const told = figure === "cost_per_message" ? hundredths.format(size) : tenths.format(size * 100);
  return `${change > 0 ? "+" : "−"}${told}`;
}
