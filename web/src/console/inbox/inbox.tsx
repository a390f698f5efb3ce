import "../panes/page.css";
import "./inbox.css";
import { useSignal } from "@preact/signals";
import { CircleAlert, Inbox as InboxIcon, PartyPopper } from "lucide-preact";
import { useEffect } from "preact/hooks";
import { EmptyState } from "../../design/empty-state/empty-state";
import { language } from "../../language/chosen";
import { WHYS, type Why } from "../../wire/inbox";
import { refreshFaq, refreshIntents } from "../content/lists";
import { useSession } from "../frame/session";
import { KeyLine } from "../panes/key-line";
import { Panes } from "../panes/panes";
import { UndoBar } from "../panes/undo-bar";
import { doneWords } from "./done";
import { GroupList } from "./group-list";
import { GroupView } from "./group-view";
import { moves } from "./keys";
import type { Asking } from "./settle-bar";
import { chosenGroup, meant } from "./state";
import { text } from "./text";
import { useInbox } from "./use-inbox";
import { useInboxKeys } from "./use-inbox-keys";

/** What the bot got wrong, to be filed. */
export function Inbox() {
  const { person } = useSession();
  const say = text[language.value];
  const hands = useInbox();
  const { tell, undo } = hands;
  const state = hands.state.value;
  const { inbox, failure } = state;
  const asking = useSignal<Asking>(null);
  const around = useSignal<readonly string[]>([]);
  const detailFirst = useSignal(false);
  const mayRead = person.permissions.includes("answer");
  const group = chosenGroup(state);
  const last = state.done.at(-1);

  useEffect(() => {
    // Without them names and ids stand for themselves.
    refreshIntents().catch(() => {});
    refreshFaq().catch(() => {});
  }, []);
  useEffect(() => {
    asking.value = null;
    if (group === undefined) detailFirst.value = false;
  }, [group?.id]);

  const ui = {
    ...hands,
    asking,
    ask: (what: Asking) => {
      asking.value = what;
      // What is asked stands beside the group, which a phone shows alone.
      if (what !== null) detailFirst.value = true;
    },
    settle: (as: Parameters<typeof hands.settle>[0]) => {
      asking.value = null;
      hands.settle(as);
      document.querySelector<HTMLElement>('.group-list [aria-current="true"]')?.focus();
    },
    around: mayRead ? around : null,
  };
  useInboxKeys(ui);

  return (
    <div class="content-page inbox">
      <header>
        <div>
          <h1>{say.title}</h1>
          <p class="standing">
            {inbox === null ? say.about : say.standing(inbox.open, inbox.settled_7d)}
            {(inbox?.ungrouped ?? 0) > 0 && say.ungrouped(inbox?.ungrouped ?? 0)}
          </p>
        </div>
        <Filter why={state.why} onChoose={(why) => tell({ type: "filtered", why })} />
      </header>
      <UndoBar words={last === undefined ? null : doneWords(last)} undo={say.undo} onUndo={undo} />
      {failure !== null && (
        <div role="alert" class="inbox-card">
          <EmptyState
            icon={CircleAlert}
            title={say.failures[failure].title}
            about={say.failures[failure].about}
          >
            {failure !== "forbidden" && failure !== "absent" && (
              <button type="button" class="button" onClick={hands.refresh}>
                {say.again}
              </button>
            )}
          </EmptyState>
        </div>
      )}
      {inbox === null && failure === null && <p class="inbox-card loading">{say.loading}</p>}
      {inbox !== null && inbox.groups.length === 0 && (
        <div class="inbox-card">
          {state.why === null ? (
            <EmptyState icon={PartyPopper} title={say.empty.title} about={say.empty.about} />
          ) : (
            <EmptyState icon={InboxIcon} title={say.emptyFilter(say.whys[state.why])} />
          )}
        </div>
      )}
      {inbox !== null && group !== undefined && (
        <Panes
          detailFirst={detailFirst.value}
          back={say.back}
          onBack={() => {
            detailFirst.value = false;
          }}
          list={
            <>
              <GroupList
                groups={inbox.groups}
                chosen={state.chosen}
                onChoose={(id) => {
                  tell({ type: "chosen", id });
                  detailFirst.value = true;
                }}
              />
              <KeyLine keys={moves} />
            </>
          }
          detail={
            <GroupView
              key={group.id}
              group={group}
              picked={state.picked}
              meant={meant(state)}
              asking={asking.value}
              around={ui.around}
              onPick={(message) => tell({ type: "picked", message })}
              onAsk={ui.ask}
              onSettle={ui.settle}
            />
          }
        />
      )}
    </div>
  );
}

function Filter({ why, onChoose }: { why: Why | null; onChoose(why: Why | null): void }) {
  const say = text[language.value];
  return (
    <fieldset class="chips">
      <legend class="unseen">{say.filter}</legend>
      {[null, ...WHYS].map((one) => (
        <button key={one} type="button" aria-pressed={one === why} onClick={() => onChoose(one)}>
          {one === null ? say.all : say.whys[one]}
        </button>
      ))}
    </fieldset>
  );
}
