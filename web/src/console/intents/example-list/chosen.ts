/** Which rows of a list are chosen, and where one is. */
export interface Chosen {
  readonly at: number;
  readonly texts: ReadonlySet<string>;
  /** Where a range begins. */
  readonly from: number;
}

export const nothing: Chosen = { at: 0, texts: new Set(), from: 0 };

export type Choice =
  | { type: "step"; by: number }
  | { type: "toggle"; at: number }
  /** From where the last one was toggled up to here. */
  | { type: "range"; at: number }
  | { type: "all" }
  | { type: "none" };

/** `rows` are the texts that are shown; what is not shown any more is not chosen either. */
export function choose(state: Chosen, choice: Choice, rows: readonly string[]): Chosen {
  const texts = new Set([...state.texts].filter((text) => rows.includes(text)));
  const within = (at: number) => Math.min(Math.max(0, at), Math.max(0, rows.length - 1));
  switch (choice.type) {
    case "step":
      return { ...state, texts, at: within(state.at + choice.by) };
    case "toggle": {
      const text = rows[choice.at];
      if (text !== undefined && !texts.delete(text)) texts.add(text);
      return { at: within(choice.at), from: within(choice.at), texts };
    }
    case "range": {
      const [first, last] = [Math.min(state.from, choice.at), Math.max(state.from, choice.at)];
      for (const text of rows.slice(first, last + 1)) texts.add(text);
      return { ...state, at: within(choice.at), texts };
    }
    case "all":
      return { ...state, texts: new Set(rows) };
    case "none":
      return { ...state, texts: new Set() };
  }
}
