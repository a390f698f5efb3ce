import { LayoutDashboard, type LucideIcon } from "lucide-preact";
import type { ComponentType } from "preact";
import type { Language } from "../language";
import { Dashboard } from "./dashboard/dashboard";
import type { Place } from "./frame/place";

export interface PageProps {
  place: Place;
}

/** A page of the console: where it is, who sees it, and what it shows. */
export interface Page {
  /** What stands in the address after `#/`. */
  path: string;
  title: Record<Language, string>;
  icon: LucideIcon;
  /** Only they find it who have it. */
  permission: string;
  /** After `g` leads there. */
  key?: string;
  /** It is not in the navigation: another page leads there. */
  aside?: true;
  component: ComponentType<PageProps>;
}

/** In the order of the navigation. */
export const pages: readonly Page[] = [
  {
    path: "",
    title: { "zh-CN": "看板", en: "Dashboard" },
    icon: LayoutDashboard,
    permission: "read_reports",
    key: "d",
    component: Dashboard,
  },
];
