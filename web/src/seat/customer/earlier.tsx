import "./earlier.css";
import { useSignal } from "@preact/signals";
import { Star } from "lucide-preact";
import { useEffect } from "preact/hooks";
import { Badge } from "../../design/badge/badge";
import { language } from "../../language/chosen";
import type { Talk } from "../../wire/desk";
import { request } from "../../wire/request";
import { reasonWords } from "../words/reason";
import { dateAndTime } from "../words/time";
import { Section } from "./customer";
import { PastTalk } from "./past-talk";
import { text } from "./text";

/** When the customer was here before. */
export function Earlier({ customer, conversation }: { customer: string; conversation: string }) {
  const say = text[language.value];
  const talks = useSignal<Talk[] | null>(null);
  const opened = useSignal<Talk | null>(null);
  useEffect(() => {
    const query = new URLSearchParams({ customer, limit: "20" });
    request<{ conversations: Talk[] }>("GET", `/conversations?${query}`)
      .then((answer) => {
        talks.value = answer.conversations;
      })
      // An older server does not tell.
      .catch(() => undefined);
  }, [customer, talks]);
  if (talks.value === null) return null;
  const others = talks.value.filter((talk) => talk.conversation !== conversation);
  return (
    <Section title={say.earlier}>
      {others.length === 0 && <p class="customer-empty">{say.noEarlier}</p>}
      <ul class="earlier">
        {others.map((talk) => (
          <li key={talk.conversation}>
            <button
              type="button"
              onClick={() => {
                opened.value = talk;
              }}
            >
              <TalkView talk={talk} />
            </button>
          </li>
        ))}
      </ul>
      {opened.value !== null && (
        <PastTalk
          conversation={opened.value.conversation}
          title={dateAndTime(opened.value.opened)}
          onClose={() => {
            opened.value = null;
          }}
        />
      )}
    </Section>
  );
}

function TalkView({ talk }: { talk: Talk }) {
  const say = text[language.value];
  const who = talk.seats.map(({ name }) => name).join("、") || say.withBot;
  return (
    <>
      <span>
        <time dateTime={talk.opened}>{dateAndTime(talk.opened)}</time>
        <small>
          {who} · {say.messages(talk.messages)}
        </small>
      </span>
      <b>{talk.first}</b>
      <span>
        {talk.handoff !== null && <Badge>{reasonWords(talk.handoff)}</Badge>}
        {talk.labels.map((label) => (
          <Badge key={label} tone="accent">
            {label}
          </Badge>
        ))}
        {talk.rating !== null && (
          <Badge tone={talk.rating.score >= 4 ? "good" : "warning"}>
            <Star size={11} aria-hidden="true" />
            {talk.rating.score}
          </Badge>
        )}
      </span>
    </>
  );
}
