import "./interval.css";

export interface IntervalProps {
  share: number;
  from: number;
  until: number;
  /** Where the scale ends, which begins at 0. */
  most: number;
  /** What it says, for whoever listens. */
  label: string;
}

/** A share, and between which two it lies. */
export function Interval({ share, from, until, most, label }: IntervalProps) {
  const at = (share: number) => (share / most) * 100;
  return (
    <svg class="interval" viewBox="0 0 100 12" preserveAspectRatio="none" role="img" aria-label={label}>
      <rect class="interval-whole" y="5" width="100" height="2" />
      <rect
        class="interval-between"
        x={at(from)}
        y="3"
        width={Math.max(1, at(until) - at(from))}
        height="6"
        rx="1"
      />
      <rect class="interval-share" x={Math.max(0, at(share) - 0.75)} y="0" width="1.5" height="12" />
    </svg>
  );
}
