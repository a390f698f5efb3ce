import "./talk.css";
import { useComputed } from "@preact/signals";
import { EyeOff, MessageSquareText } from "lucide-preact";
import { EmptyState } from "../../design/empty-state/empty-state";
import { language } from "../../language/chosen";
import { Composer } from "../composer/composer";
import { useDesk } from "../page/context";
import { TalkHeader } from "./talk-header";
import { text } from "./text";
import { Transcript } from "./transcript";
import { useFresh } from "./use-fresh";

/** One conversation: what was said, and what the seat says. */
export function Talk({ conversation }: { conversation: string | null }) {
  const say = text[language.value];
  return (
    <section class="talk" aria-label={say.label}>
      {conversation === null ? (
        <EmptyState icon={MessageSquareText} title={say.none} about={say.noneAbout} />
      ) : (
        <Open conversation={conversation} />
      )}
    </section>
  );
}

function Open({ conversation }: { conversation: string }) {
  const desk = useDesk();
  const say = text[language.value];
  const chat = desk.chats.of(conversation);
  const withheld = useComputed(() => chat.value.withheld && !desk.takesPart(chat.value)).value;
  useFresh(conversation);
  if (withheld && chat.peek().seq === 0)
    return <EmptyState icon={EyeOff} title={say.withheld} about={say.withheldAbout} />;
  return (
    <>
      <TalkHeader chat={chat} />
      <Transcript chat={chat} />
      <Composer chat={chat} />
    </>
  );
}
