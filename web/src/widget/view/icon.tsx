/** Drawn for 24 by 24, in lines. */
const PATHS = {
  chat: "M4 5.5h16v11H11l-4.5 3.5v-3.5H4zM8.5 11h.01M12 11h.01M15.5 11h.01",
  close: "M6 6l12 12M18 6L6 18",
  back: "M15 5l-7 7 7 7",
  down: "M6 9l6 6 6-6",
  send: "M12 19V5M5.5 11.5L12 5l6.5 6.5",
  clip: "M20 11.5l-8.2 8.2a5 5 0 0 1-7.1-7.1l8.5-8.5a3.4 3.4 0 0 1 4.8 4.8l-8.5 8.5a1.7 1.7 0 0 1-2.4-2.4l7.8-7.8",
  person:
    "M4 14v-2a8 8 0 0 1 16 0v2M4 14h3v5H5.5A1.5 1.5 0 0 1 4 17.5zM20 14h-3v5h1.5a1.5 1.5 0 0 0 1.5-1.5zM18.5 19c0 1.5-2 2.5-4.5 2.5",
  more: "M5.5 11.2a.8.8 0 1 0 0 1.6a.8.8 0 1 0 0-1.6M12 11.2a.8.8 0 1 0 0 1.6a.8.8 0 1 0 0-1.6M18.5 11.2a.8.8 0 1 0 0 1.6a.8.8 0 1 0 0-1.6",
  check: "M5 12.500l4.5 4.500L19 7.5",
  checks: "M2.5 12.500L7 17 15.5 8.500M11.5 16l1 1L21.5 8.5",
  clock: "M12 3.500a8.5 8.5 0 1 0 0 17a8.5 8.5 0 0 0 0-17M12 8v4.500l3 1.5",
  warn: "M12 3.500a8.5 8.5 0 1 0 0 17a8.5 8.5 0 0 0 0-17M12 8v5M12 16.200h.01",
  copy: "M9 9h11v11H9zM5.5 15H4V4h11v1.5",
  file: "M6 3.500h8l4.5 4.500v12.500H6zM14 3.500V8h4.500M12 11.500v5.500M9.5 15l2.5 2.500L14.5 15",
  parcel: "M12 3l8 4.200v9.600L12 21l-8-4.200V7.200zM4 7.200l8 4.3 8-4.300M12 11.500V21M8 5.100l8 4.3",
  order: "M6 3.500h12v17l-2.4-1.600L13.2 20.5 12 19.700l-1.2.8-2.4-1.600L6 20.500zM9 8.500h6M9 12.500h6",
  star: "M12 3.600l2.6 5.3 5.8.8-4.2 4.1 1 5.800L12 16.900l-5.2 2.7 1-5.800L3.6 9.700l5.8-.8z",
  pen: "M4 20l1-4L16.5 4.500l3 3L8 19zM14 7l3 3",
  bell: "M6 16.500V11a6 6 0 0 1 12 0v5.500l1.5 1.500h-15zM10 20.500h4",
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
