/** `/ws/visitor`: what a customer's page says and hears, as docs/sockets.md says it. */

import type {
  Attachment,
  Closed,
  ErrorSaid,
  Introduced,
  LeftMessage,
  Message,
  Mode,
  ModeSaid,
  Opened,
  Rated,
  Read,
} from "./shared";

export type VisitorHears =
  | { type: "welcome"; conversation: string; seq: number; token: string; mode: Mode }
  | { type: "ack"; client_id: string; conversation: string; seq: number }
  | { type: "queue"; position: number; eta: number | null }
  | { type: "typing"; by: "seat" }
  | Attachment
  | Closed
  | ErrorSaid
  | Introduced
  | LeftMessage
  | Message
  | ModeSaid
  | Opened
  | Rated
  | Read;

export type VisitorSays =
  | {
      type: "hello";
      token?: string;
      customer?: string;
      signature?: string;
      conversation?: string;
      after?: number;
    }
  | { type: "say"; client_id: string; text: string }
  | { type: "choose"; client_id: string; value: unknown }
  | { type: "typing"; text?: string }
  | { type: "read"; seq: number }
  | { type: "human" }
  | { type: "rate"; score: number; text?: string }
  | { type: "introduce"; fields: Record<string, string> }
  | { type: "leave_message"; text: string; contact?: Record<string, string> };
