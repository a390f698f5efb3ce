import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import {
  bracketMatching,
  foldGutter,
  foldKeymap,
  indentOnInput,
  syntaxHighlighting,
} from "@codemirror/language";
import { lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { MergeView } from "@codemirror/merge";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState, type Extension, type Text } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import type { Language } from "../../language";
import type { Finding } from "../../wire/content";
import { colours, look } from "./editor-look";
import { chinese } from "./editor-phrases";
import { diagnostics } from "./places";
import type { Spot } from "./spot";
import { follow } from "./way";

export interface EditorOptions {
  text: string;
  label: string;
  language: Language;
  readOnly: boolean;
  onChange(text: string): void;
  onSave(): void;
}

export interface Editor {
  text(): string;
  replace(text: string): void;
  mark(findings: readonly Finding[]): void;
  lock(readOnly: boolean): void;
  goTo(spot: Spot): void;
  close(): void;
}

/** An editor for YAML. It stands in a shadow root, where its styles need no `style` element, which the page's policy refuses. */
export function openEditor(place: HTMLElement, options: EditorOptions): Editor {
  const root = shadow(place);
  const locked = new Compartment();
  const lock = (readOnly: boolean) => [EditorState.readOnly.of(readOnly), EditorView.editable.of(!readOnly)];
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: options.text,
      extensions: [
        common(options),
        history(),
        foldGutter(),
        lintGutter(),
        indentOnInput(),
        search({ top: true }),
        highlightActiveLine(),
        highlightActiveLineGutter(),
        highlightSelectionMatches(),
        locked.of(lock(options.readOnly)),
        keymap.of([
          { key: "Mod-s", preventDefault: true, run: save(options) },
          ...defaultKeymap,
          ...historyKeymap,
          ...searchKeymap,
          ...foldKeymap,
          ...lintKeymap,
        ]),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) options.onChange(update.state.doc.toString());
        }),
      ],
    }),
  });
  return {
    text: () => view.state.doc.toString(),
    replace(text) {
      if (text === view.state.doc.toString()) return;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
    },
    mark(findings) {
      const marks = diagnostics(findings, view.state.doc.toString(), options.language);
      view.dispatch(setDiagnostics(view.state, marks));
    },
    lock(readOnly) {
      view.dispatch({ effects: locked.reconfigure(lock(readOnly)) });
    },
    goTo(spot) {
      const anchor = offset(view.state.doc, spot);
      view.dispatch({
        selection: { anchor },
        effects: EditorView.scrollIntoView(anchor, { y: "nearest", yMargin: 140 }),
      });
      view.focus();
    },
    close: () => view.destroy(),
  };
}

function offset(text: Text, spot: Spot): number {
  if ("way" in spot) return follow(text.toString(), spot.way);
  const line = text.line(Math.min(Math.max(1, spot.line), text.lines));
  return Math.min(line.from + Math.max(0, spot.column - 1), line.to);
}

export interface Comparison {
  mine(): string;
  /** In one's own. */
  focus(): void;
  close(): void;
}

/** What a colleague saved and what one wrote oneself, side by side; only one's own can be changed. */
export function openComparison(
  place: HTMLElement,
  theirs: string,
  mine: string,
  options: Pick<EditorOptions, "label" | "language">,
): Comparison {
  const root = shadow(place);
  const fixed = [EditorState.readOnly.of(true), EditorView.editable.of(false)];
  const view = new MergeView({
    root,
    parent: root,
    a: { doc: theirs, extensions: [common(options), fixed] },
    b: {
      doc: mine,
      extensions: [common(options), history(), keymap.of([...defaultKeymap, ...historyKeymap])],
    },
    collapseUnchanged: { margin: 3 },
  });
  return {
    mine: () => view.b.state.doc.toString(),
    focus: () => view.b.focus(),
    close: () => view.destroy(),
  };
}

function common({ label, language }: Pick<EditorOptions, "label" | "language">): Extension[] {
  return [
    lineNumbers(),
    drawSelection(),
    bracketMatching(),
    yaml(),
    syntaxHighlighting(colours),
    look,
    EditorView.lineWrapping,
    EditorState.tabSize.of(2),
    EditorView.contentAttributes.of({ "aria-label": label }),
    language === "zh-CN" ? EditorState.phrases.of(chinese) : [],
  ];
}

function save({ onSave }: EditorOptions): () => boolean {
  return () => {
    onSave();
    return true;
  };
}

/** Its own each time: a root cannot be taken away again, but emptied. */
function shadow(place: HTMLElement): ShadowRoot {
  const root = place.shadowRoot ?? place.attachShadow({ mode: "open" });
  root.replaceChildren();
  return root;
}
