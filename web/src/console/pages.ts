import {
  Bird,
  BookOpenText,
  ClipboardCheck,
  FilePen,
  FileText,
  History,
  Inbox as InboxIcon,
  LayoutDashboard,
  type LucideIcon,
  MessagesSquare,
  Workflow,
} from "lucide-preact";
import type { ComponentType } from "preact";
import type { Language } from "../language";
import { Dashboard } from "./dashboard/dashboard";
import { DraftPage } from "./draft/draft-page";
import { Faq } from "./faq/faq";
import { faqKeys } from "./faq/keys";
import { FilesPage } from "./files/files-page";
import { Flows } from "./flows/flows";
import { flowKeys } from "./flows/keys";
import type { Place } from "./frame/place";
import { Waiting } from "./inbox/count";
import { Inbox } from "./inbox/inbox";
import { inboxKeys } from "./inbox/keys";
import { IntentsPage } from "./intents/intents-page";
import { intentKeys } from "./intents/keys";
import { ReportPage } from "./report/report-page";
import { RolloutPage } from "./rollout/rollout-page";
import { VersionsPage } from "./versions/versions-page";

export interface PageProps {
  place: Place;
}

export interface KeyHelp {
  keys: readonly string[];
  words: Record<Language, string>;
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
  /** What keys do there. */
  keys?: readonly KeyHelp[];
  /** It is not in the navigation: another page leads there. */
  aside?: true;
  /** Beside its name in the navigation. */
  mark?: ComponentType;
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
  {
    path: "intents",
    title: { "zh-CN": "意图", en: "Intents" },
    icon: MessagesSquare,
    permission: "edit_content",
    key: "i",
    keys: intentKeys,
    component: IntentsPage,
  },
  {
    path: "inbox",
    title: { "zh-CN": "待学", en: "Inbox" },
    icon: InboxIcon,
    permission: "edit_content",
    key: "m",
    keys: inboxKeys,
    mark: Waiting,
    component: Inbox,
  },
  {
    path: "faq",
    title: { "zh-CN": "问答", en: "FAQ" },
    icon: BookOpenText,
    permission: "edit_content",
    key: "q",
    keys: faqKeys,
    component: Faq,
  },
  {
    path: "flows",
    title: { "zh-CN": "流程", en: "Flows" },
    icon: Workflow,
    permission: "edit_content",
    key: "w",
    keys: flowKeys,
    component: Flows,
  },
  {
    path: "report",
    title: { "zh-CN": "报告", en: "Report" },
    icon: ClipboardCheck,
    permission: "edit_content",
    key: "r",
    component: ReportPage,
  },
  {
    path: "versions",
    title: { "zh-CN": "版本", en: "Versions" },
    icon: History,
    permission: "edit_content",
    key: "v",
    component: VersionsPage,
  },
  {
    path: "rollout",
    title: { "zh-CN": "灰度", en: "Canary" },
    icon: Bird,
    permission: "edit_content",
    key: "c",
    component: RolloutPage,
  },
  {
    path: "files",
    title: { "zh-CN": "源文件", en: "Files" },
    icon: FileText,
    permission: "edit_content",
    key: "s",
    aside: true,
    component: FilesPage,
  },
  {
    path: "draft",
    title: { "zh-CN": "草稿", en: "Draft" },
    icon: FilePen,
    permission: "edit_content",
    aside: true,
    component: DraftPage,
  },
];
