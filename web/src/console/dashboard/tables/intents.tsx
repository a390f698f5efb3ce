import { useSignal } from "@preact/signals";
import { language } from "../../../language/chosen";
import type { IntentRow } from "../../../wire/report";
import { DataTable } from "../charts/data-table";
import type { Drawn } from "../charts/drawn";
import { TableCard } from "./table-card";

const FEW = 10;

/** What customers ask, and how the bot copes with it. */
export function Intents({ report, say, format }: Drawn) {
  const all = useSignal(false);
  const { intents } = report;
  const { columns } = say;
  const sum = intents.reduce((sum, { turns }) => sum + turns, 0);
  const of = (count: number, turns: number) =>
    count === 0 ? format.count(0) : `${format.count(count)} (${format.share(count / turns)})`;
  const shown = all.value ? intents : intents.slice(0, FEW);
  return (
    <TableCard caption={say.charts.intents} empty={intents.length === 0}>
      <DataTable
        caption={say.charts.intents.title}
        rows={{
          head: [columns.intent, columns.turns, columns.share, columns.missed, columns.handedOver],
          lines: shown.map((row) => [
            title(row),
            format.count(row.turns),
            format.share(row.turns / sum),
            of(row.missed, row.turns),
            of(row.handed_over, row.turns),
          ]),
        }}
      />
      {intents.length > FEW && (
        <button
          type="button"
          class="button quiet"
          aria-expanded={all.value}
          onClick={() => {
            all.value = !all.value;
          }}
        >
          {all.value ? say.fewer : say.more(intents.length)}
        </button>
      )}
    </TableCard>
  );
}

function title({ title, title_en }: IntentRow): string {
  return language.value === "en" ? (title_en ?? title) : title;
}
