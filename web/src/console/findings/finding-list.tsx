import "./finding-list.css";
import { CircleAlert, TriangleAlert } from "lucide-preact";
import { language } from "../../language/chosen";
import type { Finding } from "../../wire/content";
import { placeOf } from "../draft/places";
import { adviceOn } from "./advice";

export interface FindingListProps {
  id: string;
  label: string;
  findings: readonly Finding[];
}

/** What is wrong, what to do about it, and where; each leads to its place. */
export function FindingList({ id, label, findings }: FindingListProps) {
  return (
    <ul class="finding-list" id={id} aria-label={label}>
      {findings.map((finding, at) => (
        <FindingRow key={at} finding={finding} />
      ))}
    </ul>
  );
}

function FindingRow({ finding: { path, line, column, severity, code, message } }: { finding: Finding }) {
  const [wrong, todo] = adviceOn(code, language.value) ?? [message];
  const Icon = severity === "error" ? CircleAlert : TriangleAlert;
  return (
    <li class={severity}>
      <Icon size={15} aria-hidden="true" />
      <p>
        <b>{wrong}</b> {todo}
      </p>
      <p class="finding-place">
        <a href={placeOf(path, line, column)}>{`${path}:${line}:${column}`}</a>
        <code>{code}</code>
        {todo !== undefined && <span lang="en">{message}</span>}
      </p>
    </li>
  );
}
