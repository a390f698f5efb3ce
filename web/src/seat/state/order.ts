/** A shop's order, parcel or profile as far as this page draws it. Shops send free JSON: what is not as expected is left out. */

export interface Order {
  readonly no: string;
  readonly status: string | null;
  readonly items: readonly {
    readonly product: string;
    readonly quantity: number;
    readonly price: number | null;
  }[];
  readonly amount: number | null;
  readonly createdAt: string | null;
  readonly carrier: string | null;
  readonly trackingNo: string | null;
  readonly expectedAt: string | null;
  readonly address: string | null;
  /** Newest first. */
  readonly scans: readonly { readonly at: string | null; readonly text: string }[];
}

/** Null for what has no number to be known by. */
export function readOrder(value: unknown): Order | null {
  const data = object(value);
  const no = text(data.order_no) ?? text(data.tracking_no);
  if (no === null) return null;
  return {
    no,
    status: text(data.status),
    items: list(data.items).flatMap((item) => {
      const { product, quantity, price } = object(item);
      return typeof product === "string"
        ? [{ product, quantity: number(quantity) ?? 1, price: number(price) }]
        : [];
    }),
    amount: number(data.amount),
    createdAt: text(data.created_at),
    carrier: text(data.carrier),
    trackingNo: text(data.tracking_no),
    expectedAt: text(data.expected_at),
    address: text(data.address),
    scans: list(data.events).flatMap((scan) => {
      const { at, text: words } = object(scan);
      return typeof words === "string" ? [{ at: text(at), text: words }] : [];
    }),
  };
}

/** Plain rows of whatever an object holds, without what is empty and what `known` draws otherwise. */
export function plainRows(
  data: Readonly<Record<string, unknown>>,
  known: readonly string[],
): [string, string][] {
  return Object.entries(data)
    .filter(([name, value]) => !known.includes(name) && value !== null && value !== "")
    .map(([name, value]) => [name, plain(value)]);
}

export function plain(value: unknown): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.map(plain).join("、");
  return JSON.stringify(value);
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function object(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function number(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
