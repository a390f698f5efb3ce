import "../panes/page.css";
import type { PageProps } from "../pages";
import { FlowPage } from "./flow-page";
import { Overview } from "./overview";

/** `#/flows`, and `#/flows/NAME/STEP`. */
export function Flows({ place }: PageProps) {
  const [name, step] = place.rest;
  return name === undefined ? <Overview /> : <FlowPage key={name} name={name} step={step} />;
}
