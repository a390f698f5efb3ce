/** Drawn for 24 by 24, in lines. */
const PATHS = {
  chat: "M4 5h16v12H11l-4 3v-3H4zM8 11h.1M12 11h.1M16 11h.1",
  close: "M6 6l12 12M18 6L6 18",
  back: "M15 5l-7 7 7 7",
  down: "M6 9l6 6 6-6",
  send: "M12 19V5M6 11l6-6 6 6",
  clip: "M20 11.5l-8.2 8.2a5 5 0 0 1-7.1-7.1l8.5-8.5a3.4 3.4 0 0 1 4.8 4.8l-8.5 8.5a1.7 1.7 0 0 1-2.4-2.4l7.8-7.8",
  person:
    "M4 14v-2a8 8 0 0 1 16 0v2M4 14h3v5H5.5A1.5 1.5 0 0 1 4 17.5zM20 14h-3v5h1.5a1.5 1.5 0 0 0 1.5-1.5zM18.5 19c0 1.5-2 2.5-4.5 2.5",
  more: "M5 12h.5M12 12h.5M19 12h.5",
  check: "M5 12l5 5 9-10",
  checks: "M2 12l5 5 9-9M12 16l1 1 9-9",
  clock: "M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18M12 8v5l3 1",
  warn: "M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18M12 8v5M12 16h.1",
  copy: "M9 9h11v11H9zM6 15H4V4h11v2",
  file: "M6 3h8l5 5v13H6zM14 3v5h5M12 11v6M9 15l3 3 3-3",
  parcel: "M12 3l8 4v10l-8 4-8-4V7zM4 7l8 4 8-4M12 11v10M8 5l8 4",
  order: "M6 3h12v17l-3-2-3 2-3-2-3 2zM9 8h6M9 12h6",
  star: "M12 3l3 6 6 1-4.5 4 1 6.5-5.5-3-5.5 3 1-6.5L3 10l6-1z",
  pen: "M4 20l1-4L16 5l3 3L8 19zM14 7l3 3",
  bell: "M6 17v-6a6 6 0 0 1 12 0v6l2 1H4zM10 21h4",
  phone:
    "M6.5 4h3l1.5 4-2 1.500a10 10 0 0 0 5.5 5.500l1.5-2 4 1.500v3a2 2 0 0 1-2.2 2A16 16 0 0 1 4.5 6.2 2 2 0 0 1 6.5 4",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  const line = { fill: "none", stroke: "currentColor", "stroke-width": 1.8 } as const;
  return (
    <svg class="icon" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" {...line}>
      <path stroke-linecap="round" stroke-linejoin="round" d={PATHS[name]} />
    </svg>
  );
}
