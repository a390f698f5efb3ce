import { useState } from "preact/hooks";
import { useWidget } from "../context";
import { Icon } from "../icon";
import type { Data } from "./data";
import { Head } from "./head";

/** So many of the latest scans are in sight at once. */
const LATEST = 3;
/** From this many days without a scan on the card says so. */
const STALLED = 2;

export function ParcelCard({ parcel }: { parcel: Data }) {
  const { texts, formats } = useWidget();
  const carrier = parcel.text("carrier");
  const expected = parcel.time("expected_at");
  const stalled = parcel.number("stalled_days") ?? 0;
  const status = parcel.text("status");
  const under = status !== "delivered" && status !== "completed";
  const phone = parcel.text("carrier_phone");
  return (
    <section class="card" aria-label={texts.parcel}>
      <Head
        icon="parcel"
        title={carrier ?? texts.parcel}
        what={texts.trackingNo}
        number={parcel.text("tracking_no")}
        status={status}
      />
      {under && expected !== null && (
        <p class={expected < Date.now() ? "warning" : "expected"}>
          {texts.expected} <b>{formats.day(expected)}</b>
        </p>
      )}
      {under && stalled >= STALLED && (
        <p class="warning">
          <Icon name="warn" size={16} />
          {texts.stalled(stalled)}
        </p>
      )}
      <Scans scans={parcel.list("events")} />
      {carrier !== null && phone !== null && /^[\d-]{5,20}$/.test(phone) && (
        <a class="call" href={`tel:${phone}`}>
          <Icon name="phone" size={16} />
          {carrier} {phone}
        </a>
      )}
    </section>
  );
}

/** Where the parcel was seen, the latest first. */
function Scans({ scans }: { scans: Data[] }) {
  const { texts, formats } = useWidget();
  const [all, setAll] = useState(false);
  if (scans.length === 0) return null;
  return (
    <>
      <ol class="scans">
        {(all ? scans : scans.slice(0, LATEST)).map((scan) => {
          const at = scan.time("at");
          const where = [scan.text("city"), at === null ? null : formats.moment(at)];
          return (
            <li key={`${at} ${scan.text("text")}`}>
              <p>{scan.text("text")}</p>
              <small>{where.filter(Boolean).join(" · ")}</small>
            </li>
          );
        })}
      </ol>
      {scans.length > LATEST && (
        <button class="link" type="button" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? texts.fewerScans : texts.allScans(scans.length)}
        </button>
      )}
    </>
  );
}
