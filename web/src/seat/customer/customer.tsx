import "./customer.css";
import { useComputed } from "@preact/signals";
import { RefreshCw, UserRound } from "lucide-preact";
import type { ComponentChildren } from "preact";
import { Avatar } from "../../design/avatar/avatar";
import { Badge } from "../../design/badge/badge";
import { IconButton } from "../../design/button/icon-button";
import { EmptyState } from "../../design/empty-state/empty-state";
import { language } from "../../language/chosen";
import type { CustomerView } from "../../wire/desk";
import { useUi } from "../page/context";
import { plain, plainRows } from "../state/order";
import { customerName } from "../words/person";
import { fieldWords, levelWords } from "../words/term";
import { Earlier } from "./earlier";
import { Orders } from "./orders";
import { text } from "./text";
import { useCustomer } from "./use-customer";

/** Who the customer is: what the shop knows, what was found out, when they were here before. */
export function Customer({ conversation }: { conversation: string | null }) {
  const say = text[language.value];
  return (
    <aside class="customer" aria-label={say.label}>
      {conversation === null ? (
        <EmptyState icon={UserRound} title={say.none} />
      ) : (
        <Known conversation={conversation} />
      )}
    </aside>
  );
}

function Known({ conversation }: { conversation: string }) {
  const ui = useUi();
  const say = text[language.value];
  const chat = ui.desk.chats.of(conversation);
  const customer = useComputed(() => chat.value.customer).value;
  const { view, loading, refresh } = useCustomer(conversation);
  const name = view?.profile?.name;
  const level = view?.profile?.level;
  const known = customerName(customer ?? view?.customer ?? null);
  return (
    <>
      <header class="customer-head">
        <Avatar id={customer ?? conversation} name={typeof name === "string" ? name : known} size="large" />
        <div>
          <h2>{typeof name === "string" ? name : known}</h2>
          <p>
            {typeof name === "string" && <span>{customer}</span>}
            {typeof level === "string" && (
              <Badge tone={level === "normal" ? "plain" : "warning"}>{levelWords(level)}</Badge>
            )}
            {view !== null && !view.known && <span>{say.unknown}</span>}
          </p>
        </div>
        <IconButton icon={RefreshCw} label={say.again} onClick={refresh} />
      </header>
      {loading && view === null && <p class="customer-empty">{say.loading}</p>}
      <Profile view={view} />
      <Facts conversation={conversation} view={view} />
      {view !== null && (view.known || view.orders !== null) && (
        <Section title={say.orders}>
          {view.unavailable.includes("orders") ? (
            <p class="customer-unavailable">{say.unavailable.orders}</p>
          ) : (
            <Orders orders={view.orders ?? []} />
          )}
        </Section>
      )}
      <LabelRow conversation={conversation} />
      {customer !== null && <Earlier key={customer} customer={customer} conversation={conversation} />}
    </>
  );
}

function Profile({ view }: { view: CustomerView | null }) {
  const say = text[language.value];
  if (view?.unavailable.includes("profile"))
    return <p class="customer-unavailable">{say.unavailable.profile}</p>;
  const rows = plainRows(view?.profile ?? {}, ["name", "level", "customer"]);
  if (rows.length === 0) return null;
  return (
    <Section title={say.profile}>
      <Rows rows={rows} />
    </Section>
  );
}

/** What the conversation has brought: from the log at once, and from the server where it knows more. */
function Facts({ conversation, view }: { conversation: string; view: CustomerView | null }) {
  const { desk } = useUi();
  const say = text[language.value];
  const chat = desk.chats.of(conversation).value;
  const slots = plainRows({ ...chat.handoff?.slots, ...view?.slots }, ["level"]);
  const fields = Object.entries({ ...view?.fields, ...chat.fields });
  return (
    <>
      {fields.length > 0 && (
        <Section title={say.fields}>
          <Rows rows={fields} />
        </Section>
      )}
      {slots.length > 0 && (
        <Section title={say.slots}>
          <Rows rows={slots} />
        </Section>
      )}
    </>
  );
}

function LabelRow({ conversation }: { conversation: string }) {
  const ui = useUi();
  const say = text[language.value];
  const { labels } = ui.desk.chats.of(conversation).value;
  return (
    <Section title={say.labels}>
      <div class="customer-labels">
        {labels.map((label) => (
          <Badge key={label} tone="accent">
            {label}
          </Badge>
        ))}
        <button
          type="button"
          class="quiet-button"
          onClick={() => {
            ui.panel.value = "labels";
          }}
        >
          {say.editLabels}
        </button>
      </div>
    </Section>
  );
}

export function Section({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section class="customer-section">
      <h3>{title}</h3>
      {children}
    </section>
  );
}

function Rows({ rows }: { rows: [string, unknown][] }) {
  return (
    <dl class="customer-rows">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{fieldWords(name)}</dt>
          <dd>{plain(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
