import { useEffect } from "preact/hooks";
import { Dialog } from "../../design/dialog/dialog";
import { language } from "../../language/chosen";
import { useDesk } from "../page/context";
import { Transcript } from "../talk/transcript";
import { text } from "./text";

interface PastTalkProps {
  conversation: string;
  title: string;
  onClose(): void;
}

/** A transcript to read, over what one is at. */
export function PastTalk({ conversation, title, onClose }: PastTalkProps) {
  const desk = useDesk();
  useEffect(() => {
    desk.open(conversation);
    return () => desk.shut(conversation);
  }, [desk, conversation]);
  return (
    <Dialog title={`${title} · ${text[language.value].readOnly}`} shape="wide" onClose={onClose}>
      <div class="past-talk">
        <Transcript chat={desk.chats.of(conversation)} />
      </div>
    </Dialog>
  );
}
