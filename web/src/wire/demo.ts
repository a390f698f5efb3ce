/** `/demo/…`: what the demo shop says of itself, as docs/api.md says it. */

import { request } from "./request";

export interface Good {
  id: string;
  name: string;
  category: string;
  /** In yuan. */
  price: number;
  stock: number;
  restock_days: number | null;
}

export interface Customer {
  id: string;
  name: string;
  level: string;
  about: { "zh-CN": string; en: string };
  /** Newest first. */
  orders: Order[];
}

export type OrderStatus =
  | "pending_payment"
  | "paid"
  | "shipped"
  | "in_transit"
  | "out_for_delivery"
  | "delivered"
  | "completed"
  | "cancelled"
  | "refunding"
  | "refunded";

export interface Order {
  order_no: string;
  status: OrderStatus;
  created_at: string;
  /** In yuan. */
  amount: number;
  items: { product: string; product_id: string; quantity: number }[];
  carrier: string | null;
  expected_at: string | null;
  /** What was last heard of the parcel. */
  latest: { at: string; text: string; city: string } | null;
}

export async function customers(): Promise<Customer[]> {
  return (await request<{ customers: Customer[] }>("GET", "/demo/customers")).customers;
}

export async function goods(): Promise<Good[]> {
  return (await request<{ goods: Good[] }>("GET", "/demo/goods")).goods;
}
