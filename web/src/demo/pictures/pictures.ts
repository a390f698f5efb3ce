/** The drawings of goods and customers, by their ids. */

const files = import.meta.glob<string>("./{goods,customers}/*.svg", {
  eager: true,
  query: "?url",
  import: "default",
});

export function pictureOf(kind: "goods" | "customers", id: string): string | undefined {
  return files[`./${kind}/${id}.svg`];
}
