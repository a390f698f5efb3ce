import { useWidget } from "./context";

const DAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"] as const;

/** When people are there. */
export function Hours() {
  const { settings, texts, formats } = useWidget();
  const { open, opens_at, hours } = settings;
  const today = DAYS[new Date().getDay()];
  return (
    <div class="form">
      <p class="open" data-open={open}>
        {open ? texts.openNow : texts.closedNow}
        {!open && opens_at !== null && ` · ${texts.opensAt(formats.moment(Date.parse(opens_at)))}`}
      </p>
      <table>
        <tbody>
          {hours.map(({ day, hours }) => (
            <tr key={day} data-today={day === today}>
              <th scope="row">{texts.days[day]}</th>
              <td>{said(hours)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );

  function said(hours: string): string {
    if (hours === "closed") return texts.closedDay;
    return hours === "0:00-24:00" ? texts.allDay : hours.replaceAll("-", "–").replaceAll(",", ", ");
  }
}
