import { Refused } from "../../wire/request";
import type { SeatHears } from "../../wire/seat";
import type { Message } from "../../wire/shared";

/** In milliseconds. */
const PATIENCE = 8_000;
/** So many words before, and after. */
const BEFORE = 4;
const AFTER = 3;

/**
 * What was said around a message. A transcript is told on the desk's socket, to whoever may read it; the connection ends with it.
 *
 * @throws {Refused} when the server says no, or does not answer.
 */
export async function around({
  conversation,
  seq,
}: {
  conversation: string;
  seq: number;
}): Promise<Message[]> {
  const said = await transcript(conversation);
  const place = said.findIndex((message) => message.seq >= seq);
  const at = place === -1 ? said.length - 1 : place;
  return said.slice(Math.max(0, at - BEFORE), at + AFTER + 1);
}

function transcript(conversation: string): Promise<Message[]> {
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  const socket = new WebSocket(`${scheme}://${location.host}/ws/seat`);
  const said: Message[] = [];
  return new Promise<Message[]>((resolve, reject) => {
    const refuse = (code: string) => reject(new Refused(0, code, code));
    const timer = setTimeout(() => refuse("timed_out"), PATIENCE);
    socket.onopen = () => {
      socket.send(JSON.stringify({ type: "hello" }));
      socket.send(JSON.stringify({ type: "open", conversation }));
    };
    socket.onmessage = ({ data }) => {
      const heard = JSON.parse(String(data)) as SeatHears;
      if (!("conversation" in heard) || heard.conversation !== conversation) return;
      if (heard.type === "message") said.push(heard);
      else if (heard.type === "error") refuse(heard.code);
      else if (heard.type === "transcript") resolve(said.sort((a, b) => a.seq - b.seq));
    };
    socket.onclose = () => {
      clearTimeout(timer);
      refuse("offline");
    };
  }).finally(() => socket.close(1000));
}
