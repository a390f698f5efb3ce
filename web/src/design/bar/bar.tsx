import "./bar.css";

export function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}

/** A share from 0 to 1, with the place that it had to reach. */
export function Bar({ share, bound }: { share: number; bound: number | null }) {
  return (
    <svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
      <rect class="bar-whole" width="100" height="8" rx="2" />
      <rect class="bar-share" width={Math.max(1, share * 100)} height="8" rx="2" />
      {bound !== null && <rect class="bar-bound" x={bound * 100 - 0.5} width="1" height="8" />}
    </svg>
  );
}
