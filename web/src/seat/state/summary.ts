/** The lines of a handover's summary, as `title：words`. */
export function summaryLines(summary: string): { title: string | null; words: string }[] {
  return summary
    .split("\n")
    .filter((line) => !/^([^：]*：)?\s*$/.test(line))
    .map((line) => {
      const place = line.indexOf("：");
      return place > 0 && place <= 8
        ? { title: line.slice(0, place), words: line.slice(place + 1) }
        : { title: null, words: line };
    });
}

/** What the customer said last, but for that they want a person: the summary ends with their own words. */
export function wanted({ summary, reason }: { summary: string; reason: string }): string {
  const quotes = (summaryLines(summary).at(-1)?.words ?? "").split(" / ");
  return (reason === "customer_asked" && quotes.length > 1 ? quotes.at(-2) : quotes.at(-1)) ?? "";
}
