import { expect, test } from "@playwright/test";
import { type Drawing, layout } from "../../src/console/flows/layout";
import { widthOf, wrapped } from "../../src/console/flows/lines";
import { pathOf } from "../../src/console/flows/path";
import { condition, plain } from "../../src/console/flows/speak";
import { called, readTerms } from "../../src/console/flows/terms";
import type { GraphEdge } from "../../src/wire/inbox";

function check(name: string, actual: unknown, expected: unknown): void {
  test(name, () => expect(actual).toEqual(expected));
}

/** `a>b a>c:else`: edges, and the boxes that they join. */
function graph(written: string): {
  nodes: { id: string; width: number; height: number }[];
  edges: GraphEdge[];
} {
  const edges = written.split(" ").map((edge) => {
    const [from = "", to = "", label] = edge.split(/[>:]/);
    return { from, to, label: (label ?? null) as GraphEdge["label"] };
  });
  const ids = [...new Set(edges.flatMap(({ from, to }) => [from, to]))];
  return { nodes: ids.map((id) => ({ id, width: 60 + (id.charCodeAt(0) % 7) * 20, height: 40 })), edges };
}
function draw(written: string): Drawing {
  const { nodes, edges } = graph(written);
  return layout(nodes, edges);
}
/** Ids by rank. */
function ranks({ boxes }: Drawing): string[] {
  const tops = [...new Set(boxes.map(({ y }) => y))].sort((one, other) => one - other);
  return tops.map((top) =>
    boxes
      .filter(({ y }) => y === top)
      .map(({ id }) => id)
      .sort()
      .join(""),
  );
}
function overlapping({ boxes }: Drawing): string[] {
  return boxes.flatMap((one, place) =>
    boxes
      .slice(place + 1)
      .filter(
        (other) =>
          one.x < other.x + other.width &&
          other.x < one.x + one.width &&
          one.y < other.y + other.height &&
          other.y < one.y + one.height,
      )
      .map((other) => one.id + other.id),
  );
}

check("steps stand one under another", ranks(draw("a>b b>c")), ["a", "b", "c"]);
check("branches stand side by side", ranks(draw("a>b:then a>c:else b>d c>d")), ["a", "bc", "d"]);
check("a step comes after the longest way to it", ranks(draw("a>b b>c c>d a>d:else")), ["a", "b", "c", "d"]);
check("what leads back is left out", draw("a>b b>a").lines.length, 1);
check(
  "a line of steps is drawn straight",
  new Set(draw("b>i i>p").boxes.map((box) => box.x + box.width / 2)).size,
  1,
);
test("an edge that passes a rank runs beside its boxes", () => {
  const drawing = draw("a>b b>c c>d a>d:else");
  const passed = drawing.boxes.filter(({ id }) => id === "b" || id === "c");
  const long = drawing.lines.find(({ edge }) => edge.label === "else");
  for (const [x, y] of long?.points.slice(1, -1) ?? []) {
    const inside = passed.some(
      (box) => x > box.x && x < box.x + box.width && y > box.y && y < box.y + box.height,
    );
    expect(inside).toBe(false);
  }
  expect(long?.points.length).toBe(7);
});
test("failures of several calls come together", () => {
  const drawing = draw("a>b b>c c>d a>f:on_failure b>f:on_failure d>f:on_failure");
  const [one, other] = drawing.lines.filter(({ edge }) => edge.label === "on_failure");
  expect(one?.points.slice(-3)).toEqual(other?.points.slice(-3));
});
test("branches leave side by side, with their labels", () => {
  const { lines } = draw("a>b:then a>c:else");
  expect(lines[0]?.label[0]).not.toBe(lines[1]?.label[0]);
});
check("nothing is drawn of nothing", layout([], []), { boxes: [], lines: [], width: 12, height: 12 });

/** The same numbers each time. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return state / 4294967296;
  };
}
for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) {
  test(`no boxes overlap, and all edges lead down (${seed})`, () => {
    const next = random(seed);
    const count = 10 + seed * 8;
    const edges = Array.from({ length: count }, (_, to) => to + 1).flatMap((to) =>
      Array.from({ length: 1 + Math.floor(next() * 2) }, () => `n${Math.floor(next() * to)}>n${to}`),
    );
    const drawing = draw([...new Set(edges)].join(" "));
    expect(overlapping(drawing)).toEqual([]);
    for (const { points } of drawing.lines) {
      points.forEach(([, y], place) => {
        expect(y).toBeGreaterThanOrEqual(points[place - 1]?.[1] ?? 0);
      });
    }
    for (const { x, width } of drawing.boxes) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x + width).toBeLessThanOrEqual(drawing.width);
    }
  });
}

check(
  "a path that goes straight down is a line",
  pathOf([
    [10, 0],
    [10, 20],
  ]),
  "M10 0L10 20",
);
check(
  "one that goes aside is a curve",
  pathOf([
    [0, 0],
    [10, 20],
  ]),
  "M0 0C0 10 10 10 10 20",
);
check("a Chinese character is one wide", widthOf("订单A"), 2.56);
check("long text is cut", wrapped("好的这一单已经取消了钱会退回来", 5, 2), ["好的这一单", "已经取消…"]);
check("no line begins with a comma", wrapped("好的这一单，取消了", 5, 3), ["好的这一单，", "取消了"]);
check("words stay whole", wrapped("Which order is it", 7, 3), ["Which order", "is it"]);
check(
  "a word longer than a line is not lost",
  wrapped("orders.change_address", 6, 3).join(""),
  "orders.change_address",
);
check("a template without its holes", plain("好的，{{ call.items[0].product }}已取消"), "好的，…已取消");
const terms = readTerms(`replies:
  paid: no term
terms:
  order_status:
    paid: 待发货   
    in_transit: "运输中"
  carrier: {sf: 顺丰, zto: '中通'}
handoff:
  - reason: anger
`);
check(
  "codes have words",
  [called(terms, "paid"), called(terms, "in_transit"), called(terms, "zto")],
  ["待发货", "运输中", "中通"],
);
check("what is no term has none", called(terms, "reason"), undefined);
const says = (written: string) => condition(written, terms, "zh-CN");
check("a comparison", says('$call.status == "paid"'), "查到的 status 是 「待发货」");
check("one of several", says('$call.status in ["a", "b"]'), "查到的 status 是「a」、「b」");
check(
  "what the customer said",
  says('"没收到" in $text and $order != none'),
  "客户说到「没收到」，并且order 有了",
);
check("in English it is as it is written", condition("$call.ok", terms, "en"), "call.ok");
