import type { ComponentChildren } from "preact";
import type { Delivery, Spoken } from "../talk/lines";
import { useWidget } from "./context";
import { Face } from "./face";
import { Icon, type IconName } from "./icon";

/** A message with who says it, when, and how far it has come. */
export function Said(props: { spoken: Spoken; delivery: Delivery; children: ComponentChildren }) {
  const { spoken, delivery, children } = props;
  const { texts, formats } = useWidget();
  const { by, name, at, first } = spoken;
  const who = by === "customer" ? texts.you : by === "bot" ? texts.bot : (name ?? texts.seat);
  return (
    <div class="said" data-by={by} data-first={first}>
      {by !== "customer" && (first ? <Face by={by} name={name} /> : <span class="face-space" />)}
      <div class="said-body">
        {first ? (
          <p class="by">
            <span class={by === "customer" ? "unseen" : "by-name"}>{who}</span>
            {by === "seat" && name !== null && <span class="tag">{texts.seat}</span>}
            <time dateTime={new Date(at).toISOString()}>{formats.clock(at)}</time>
          </p>
        ) : (
          <span class="unseen">{who}</span>
        )}
        {children}
        {delivery !== null && <Delivered delivery={delivery} />}
      </div>
    </div>
  );
}

const MARKS = { sending: "clock", sent: "check", read: "checks" } satisfies Record<string, IconName>;

function Delivered({ delivery }: { delivery: NonNullable<Delivery> }) {
  const { session, texts } = useWidget();
  if (typeof delivery === "string") {
    return (
      <p class="delivery" data-state={delivery}>
        <Icon name={MARKS[delivery]} size={14} />
        {texts[delivery]}
      </p>
    );
  }
  const { failed, clientId } = delivery;
  return (
    <p class="delivery" data-state="failed">
      <Icon name="warn" size={14} />
      {texts.errors[failed] ?? texts.failed}
      <button class="link" type="button" onClick={() => session.outbox.again(clientId)}>
        {texts.again}
      </button>
      <button class="link" type="button" onClick={() => session.outbox.drop(clientId)}>
        {texts.drop}
      </button>
    </p>
  );
}
