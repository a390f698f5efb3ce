import "./notices.css";
import { CloudOff, LoaderCircle, MonitorX, Moon } from "lucide-preact";
import type { ComponentChildren } from "preact";
import { language } from "../../language/chosen";
import { useDesk } from "../page/context";
import { text } from "./text";

/** What the seat has to know before anything else: not connected, or nothing comes. */
export function Notices({ onSignedOut }: { onSignedOut(): void }) {
  return (
    <div class="notices" role="status">
      <Notice onSignedOut={onSignedOut} />
    </div>
  );
}

function Notice({ onSignedOut }: { onSignedOut(): void }) {
  const desk = useDesk();
  const say = text[language.value];
  const code = desk.ended.value;
  if (code === 4009) {
    return (
      <Bar tone="danger" icon={<MonitorX size={18} aria-hidden="true" />} words={say.replaced}>
        <button type="button" class="button primary" onClick={() => desk.connect()}>
          {say.useHere}
        </button>
      </Bar>
    );
  }
  if (code !== null) {
    return (
      <Bar
        tone="danger"
        icon={<CloudOff size={18} aria-hidden="true" />}
        words={code === 4003 ? say.notAllowed : say.over}
      >
        <button type="button" class="button primary" onClick={onSignedOut}>
          {say.signIn}
        </button>
      </Bar>
    );
  }
  if (!desk.ready.value) {
    const first = desk.floor.value.me === null;
    const icon = first ? (
      <LoaderCircle class="spin" size={18} aria-hidden="true" />
    ) : (
      <CloudOff size={18} aria-hidden="true" />
    );
    return <Bar tone={first ? "plain" : "warning"} icon={icon} words={first ? say.connecting : say.lost} />;
  }
  const { state } = desk.floor.value;
  if (state === "online") return null;
  return (
    <Bar tone="warning" icon={<Moon size={18} aria-hidden="true" />} words={say.away[state]}>
      <button type="button" class="button primary" onClick={() => desk.present("online")}>
        {say.goOnline}
      </button>
    </Bar>
  );
}

interface BarProps {
  tone: "plain" | "warning" | "danger";
  icon: ComponentChildren;
  words: string;
  children?: ComponentChildren;
}

function Bar({ tone, icon, words, children }: BarProps) {
  return (
    <div class={`notice ${tone}`}>
      {icon}
      <span>{words}</span>
      {children}
    </div>
  );
}
