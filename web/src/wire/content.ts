/** `/content/…`: files, draft and versions, as docs/api.md says it. */

import { LONG_PATIENCE, request } from "./request";

/** An immutable snapshot of files and model. */
export interface Version {
  number: number;
  at: string;
  author: string;
  from: "console" | "disk" | "rollback" | "start" | "canary";
  note: string;
  fingerprint: string;
  model: string | null;
  live: boolean;
  files_changed: number;
  rolls_back: number | null;
}

export const STEPS = ["waiting", "checking", "training", "comparing", "ready", "refused", "failed"] as const;
export type Step = (typeof STEPS)[number];

export interface Finding {
  path: string;
  line: number;
  column: number;
  code: string;
  severity: "error" | "warning";
  message: string;
}

/** The shop's one set of changes that is not live. */
export interface DraftState {
  revision: number;
  files: number;
  authors: string[];
  saved: string;
  step: Step;
  /** Of `all`, as far as the step counts. */
  done: number;
  all: number;
  findings: Finding[];
  /** Whether an example changed, so that a model must learn. */
  trains: boolean;
  /** Shares of rows held out that are understood rightly. */
  accuracy: number | null;
  accuracy_before: number | null;
  labelled: { rows: number; right_before: number; right_after: number } | null;
  message_flips: number | null;
  error: string | null;
}

export interface Content {
  place: "folder" | "built_in";
  folder: string | null;
  live: Version;
  draft: DraftState | null;
  /** Files that somebody saved by hand since. */
  disk: string[];
}

export interface FileRow {
  path: string;
  etag: string;
  bytes: number;
  /** In the draft. */
  changed: boolean;
}

export interface FileText {
  path: string;
  text: string;
  etag: string;
  /** The live version's text where it is another. */
  live: string | null;
}

export interface FileChange {
  path: string;
  change: "added" | "changed" | "removed";
  /** Unified. */
  diff: string;
}

export interface DraftFile extends FileChange {
  author: string;
  at: string;
}

/** What the bot does about a sentence. */
export interface Outcome {
  does: "answers" | "faq" | "asks_which" | "not_understood";
  intent: string | null;
  faq: string | null;
  confidence: number;
  /** The stage. */
  by: string;
}

export type Verdict = "better" | "worse" | "other";

/** A sentence that the draft takes otherwise than what is live. */
export interface Flip {
  text: string;
  count: number;
  label: string | null;
  before: Outcome;
  after: Outcome;
  verdict: Verdict;
}

export interface Flips {
  revision: number;
  labelled: { rows: number; right_before: number; right_after: number; flips: Flip[]; more?: number };
  messages: { days: number; looked_at: number; flips: Flip[]; more?: number };
}

/** As `POST /model/parse` answers. */
export interface Parse {
  text: string;
  intent: { name: string; confidence: number } | null;
  entities: { entity: string; start: number; end: number; value: unknown }[];
  intent_ranking: { name: string; confidence: number }[];
  by: string;
  certainty: "confident" | "close" | "unsure";
  passages: { id: string; question: string; confidence: number }[];
  trace: Record<string, unknown>;
}

const at = (path: string) => `?path=${encodeURIComponent(path)}`;

/** Every call throws {@link Refused} when the server says no, or does not answer. */
export const content = {
  state: () => request<Content>("GET", "/content"),
  files: () => request<{ files: FileRow[] }>("GET", "/content/files"),
  file: (path: string) => request<FileText>("GET", `/content/file${at(path)}`),
  /** `etag` is null for a file that is new. */
  save: (path: string, text: string, etag: string | null) =>
    request<{ etag: string; draft: DraftState | null }>("PUT", `/content/file${at(path)}`, { text, etag }),
  remove: (path: string, etag: string) =>
    request<{ draft: DraftState | null } | undefined>(
      "DELETE",
      `/content/file${at(path)}&etag=${encodeURIComponent(etag)}`,
    ),
  draft: () => request<{ draft: DraftState | null; files: DraftFile[] }>("GET", "/content/draft"),
  discard: () => request<void>("DELETE", "/content/draft"),
  fromDisk: () => request<unknown>("POST", "/content/draft/from-disk", {}),
  flips: () => request<Flips>("GET", "/content/draft/flips"),
  test: (text: string) => request<{ live: Parse; draft: Parse | null }>("POST", "/content/test", { text }),
  publish: (revision: number, note: string) =>
    request<Version>("POST", "/content/publish", { revision, note }, LONG_PATIENCE),
  versions: (before?: number) =>
    request<{ versions: Version[] }>(
      "GET",
      `/content/versions?limit=50${before === undefined ? "" : `&before=${before}`}`,
    ),
  version: (number: number) =>
    request<{ version: Version; files: FileChange[] }>("GET", `/content/versions/${number}`),
  rollBack: (number: number, note: string) =>
    request<Version>("POST", `/content/versions/${number}/rollback`, { note }, LONG_PATIENCE),
};
