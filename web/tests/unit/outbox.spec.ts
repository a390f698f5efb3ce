import { expect, test } from "@playwright/test";
import { Cell } from "../../src/widget/cell";
import { Outbox } from "../../src/widget/outbox";
import { Memory } from "../../src/widget/storage";
import { deliver, refuse } from "../../src/widget/talk/pending";
import { NOTHING, type Talk } from "../../src/widget/talk/state";
import type { VisitorSays } from "../../src/wire/visitor";

/** An outbox on a line that can be cut. What is said on it is `"id: text"`. */
function begin() {
  const talk = new Cell<Talk>(NOTHING);
  const said: string[] = [];
  const line = {
    open: true,
    tell(says: VisitorSays): boolean {
      if (!line.open) return false;
      if (says.type === "say") said.push(`${says.client_id}: ${says.text}`);
      if (says.type === "choose") said.push(`${says.client_id}= ${says.value}`);
      return true;
    },
    renew() {},
    destination: () => undefined,
  };
  // A browser without storage, as Node is.
  const outbox = new Outbox(talk, line, new Memory("demo", undefined));
  const id = (at: number) => talk.get().pending[at]?.clientId ?? "";
  return { talk, said, line, outbox, id };
}

test("words go out at once, and those without a line when there is one, in order", () => {
  const { said, line, outbox, id } = begin();
  outbox.add({ kind: "words", text: "一" });
  line.open = false;
  outbox.add({ kind: "words", text: "二" });
  outbox.add({ kind: "choice", title: "耳机", value: "0318" });
  expect(said).toEqual([`${id(0)}: 一`]);
  line.open = true;
  outbox.sendAll();
  expect(said.slice(1)).toEqual([`${id(0)}: 一`, `${id(1)}: 二`, `${id(2)}= 0318`]);
  outbox.end();
});

test("what is acknowledged, refused or dropped is not said again", () => {
  const { talk, said, outbox, id } = begin();
  for (const text of ["一", "二", "三", "四"]) outbox.add({ kind: "words", text });
  const four = id(3);
  talk.change({ pending: deliver(talk.get(), id(0)) });
  talk.change({ pending: refuse(talk.get().pending, id(1), "store_full") });
  outbox.drop(id(2));
  said.length = 0;
  outbox.sendAll();
  expect(said).toEqual([`${four}: 四`]);
  outbox.again(id(1));
  expect(said.slice(1)).toEqual([`${id(1)}: 二`]);
  outbox.end();
});

test("every message has an id of its own", () => {
  const { talk, outbox } = begin();
  for (let count = 0; count < 100; count += 1) outbox.add({ kind: "words", text: "一样" });
  expect(new Set(talk.get().pending.map(({ clientId }) => clientId)).size).toBe(100);
  outbox.end();
});

test("a file waits for somebody to be welcome", () => {
  const { talk, said, outbox } = begin();
  const what = { kind: "file", name: "a.png", bytes: 3, picture: null, progress: 0 } as const;
  outbox.add(what, new File(["abc"], "a.png"));
  outbox.sendAll();
  expect(said).toEqual([]);
  expect(talk.get().pending).toMatchObject([{ state: "sending", what }]);
  outbox.end();
});
