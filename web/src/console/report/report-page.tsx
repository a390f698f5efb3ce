import "../../design/badge/badge.css";
import "../panes/page.css";
import "./report.css";
import { ClipboardCheck, ExternalLink } from "lucide-preact";
import { EmptyState } from "../../design/empty-state/empty-state";
import { Tabs } from "../../design/tabs/tabs";
import { language } from "../../language/chosen";
import { type Of, reportPage } from "../../wire/measure";
import { go } from "../frame/place";
import { useSession } from "../frame/session";
import type { PageProps } from "../pages";
import { failure } from "../words/failure";
import { Comparison } from "./comparison";
import { NoRows } from "./no-rows";
import { ReportFrame } from "./report-frame";
import { text } from "./text";
import { type Measuring, useMeasurement } from "./use-measurement";

/** `#/report` and `#/report/draft`: how well labelled messages are understood, and what to do first. */
export function ReportPage({ place }: PageProps) {
  const { draft } = useSession();
  const say = text[language.value];
  const known = draft.content.value;
  const ready = known?.draft?.step === "ready" ? known.draft.revision : null;
  const live = useMeasurement("live", known === null ? null : `${known.live.number}`);
  const drafted = useMeasurement("draft", ready === null ? null : `${known?.live.number} ${ready}`);
  const of: Of = ready !== null && place.rest[0] === "draft" ? "draft" : "live";
  const shown = of === "live" ? live : drafted;
  const [before, after] = [live.measurement?.report ?? null, drafted.measurement?.report ?? null];

  return (
    <div class="content-page report">
      <header>
        <div>
          <h1>{say.title}</h1>
          <p class="standing">{say.about}</p>
        </div>
        {shown.measurement?.state === "ready" && (
          <a class="button" href={reportPage(of, language.value)} target="_blank" rel="noreferrer">
            <ExternalLink size={16} aria-hidden="true" />
            {say.alone}
          </a>
        )}
      </header>
      {before !== null && after !== null && <Comparison live={before} draft={after} />}
      {ready === null ? (
        <Shown of="live" measuring={live} />
      ) : (
        <Tabs
          label={say.title}
          tabs={[
            { name: "live", label: say.of.live },
            { name: "draft", label: say.of.draft },
          ]}
          chosen={of}
          onChoose={(name) => (name === "draft" ? go("report", "draft") : go("report"))}
        >
          <Shown key={of} of={of} measuring={shown} />
        </Tabs>
      )}
    </div>
  );
}

function Shown({ of, measuring: { measurement, refused, again } }: { of: Of; measuring: Measuring }) {
  const say = text[language.value];
  if (refused !== null) return <Broken why={failure(refused)} again={again} />;
  if (measurement === null) return <EmptyState icon={ClipboardCheck} title={`${say.loading}…`} />;
  const { state, version, revision, done, all, error } = measurement;
  switch (state) {
    case "working":
      return (
        <EmptyState icon={ClipboardCheck} title={say.working} about={say.workingAbout}>
          <progress {...(all > 0 && { value: done, max: all })} aria-label={say.working} />
        </EmptyState>
      );
    case "no_rows":
      return <NoRows />;
    case "failed":
      return <Broken why={`${say.failed}${error ?? ""}`} again={again} />;
    case "ready":
      return <ReportFrame key={`${version} ${revision} ${language.value}`} of={of} onGone={again} />;
  }
}

function Broken({ why, again }: { why: string; again(): void }) {
  const say = text[language.value];
  return (
    <EmptyState icon={ClipboardCheck} title={why}>
      <button type="button" class="button" onClick={again}>
        {say.again}
      </button>
    </EmptyState>
  );
}
