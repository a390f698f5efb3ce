import { DataTable } from "../charts/data-table";
import type { Drawn } from "../charts/drawn";
import { NOTHING } from "../format";
import { TableCard } from "./table-card";

/** What each seat did itself. */
export function Seats({ report, say, format }: Drawn) {
  const { columns } = say;
  return (
    <TableCard caption={say.charts.seats} empty={report.seats.length === 0}>
      <DataTable
        caption={say.charts.seats.title}
        rows={{
          head: [columns.seat, columns.chats, columns.messages, columns.reply, columns.rating],
          lines: report.seats.map((row) => [
            row.name,
            format.count(row.chats),
            format.count(row.messages),
            format.seconds(row.first_reply_median),
            row.ratings === 0 ? NOTHING : `${format.stars(row.rating_mean)} (${format.count(row.ratings)})`,
          ]),
        }}
      />
    </TableCard>
  );
}
