import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { diagnostics } from "../../src/console/files/places";
import { spotOf } from "../../src/console/files/spot";
import { follow } from "../../src/console/files/way";
import { advice, adviceOn } from "../../src/console/findings/advice";

const finding = {
  path: "p",
  line: 2,
  column: 3,
  code: "unknown_reply",
  severity: "error",
  message: "there is no reply `track.lost`",
} as const;

test("a finding is marked from its column to the end of its line", () => {
  const marks = (line: number, column: number, text: string) =>
    diagnostics([{ ...finding, line, column }], text, "en");
  expect(marks(2, 3, "one\ntwo three\nfour")).toMatchObject([{ from: 6, to: 13 }]);
  // The file has got shorter since.
  expect(marks(99, 99, "one")).toMatchObject([{ from: 3, to: 3 }]);
});

test("every kind of finding has its advice, in both languages", () => {
  const table = readFileSync("../docs/content.md", "utf8").matchAll(/^\| `(\w+)` \| (?:error|warning) \|/gm);
  const codes = [...table].map(([, code]) => code);
  expect(codes.length).toBeGreaterThan(40);
  for (const known of Object.values(advice)) expect(Object.keys(known)).toEqual(codes);
});

test("a finding of an unknown kind is in the server's own words", () => {
  expect(adviceOn("unknown_planet", "zh-CN")).toBeNull();
  const [mark] = diagnostics([{ ...finding, code: "unknown_planet" }], "one\ntwo", "zh-CN");
  expect(mark?.message).toBe(finding.message);
  const [known] = diagnostics([finding], "one\ntwo", "zh-CN");
  expect(known?.message).toBe(`没有这条回复。 检查拼写，或者在 replies 里写上。 ${finding.message}`);
});

const FILE = `# An intent
rules:                 # settle it
  - any: [撤单]
  # The second.
  - whole: [取消]
    not: ["退款: 到账"]
slots:
  "order":
    entity: order_no
faq:
- id: fee.free
  answer: 满59元包邮。
-
  id: 'fee.far'
  shops: [flagship]
`;

for (const [way, line] of [
  [["rules", "0"], "  - any: [撤单]"],
  [["rules", "1"], "  - whole: [取消]"],
  [["rules", "1", "not"], '    not: ["退款: 到账"]'],
  [["slots", "order"], '  "order":'],
  [["faq", "id=fee.free"], "- id: fee.free"],
  [["faq", "id=fee.far", "shops"], "  shops: [flagship]"],
  // As far as the way can be gone.
  [["rules", "9"], "rules:                 # settle it"],
  [["slots", "order", "choices"], '  "order":'],
  [["flow"], "# An intent"],
] as const) {
  test(`${way.join(" / ")} leads to its line`, () => {
    const at = follow(FILE, way);
    const start = FILE.lastIndexOf("\n", at - 1) + 1;
    expect(FILE.slice(start).split("\n")[0]).toBe(line);
  });
}

test("a way leads nowhere in what is no YAML", () => {
  for (const text of ["", "# only a comment", "[", "a: b: c\n\t- d"])
    expect(follow(text, ["rules", "0"])).toBe(0);
});

test("an address names a line, or a way", () => {
  expect(spotOf([])).toBeNull();
  expect(spotOf(["12"])).toEqual({ line: 12, column: 1 });
  expect(spotOf(["12", "5"])).toEqual({ line: 12, column: 5 });
  expect(spotOf(["rules", "0"])).toEqual({ way: ["rules", "0"] });
});
