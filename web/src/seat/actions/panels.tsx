import { Confirm } from "../../design/dialog/confirm";
import { Dialog } from "../../design/dialog/dialog";
import { language } from "../../language/chosen";
import { CannedDialog } from "../canned/canned-dialog";
import { Customer } from "../customer/customer";
import { KeysDialog } from "../keys/keys-dialog";
import { Palette } from "../keys/palette";
import { useUi } from "../page/context";
import type { Panel } from "../page/ui";
import { SearchDialog } from "../search/search-dialog";
import { SettingsDialog } from "../settings/settings-dialog";
import { text as talkText } from "../talk/text";
import { Colleagues } from "./colleagues";
import { Labels } from "./labels";
import { text } from "./text";

/** Whatever has come up over the page. */
export function Panels() {
  const ui = useUi();
  const panel = ui.panel.value;
  if (panel === null) return null;
  const close = () => {
    ui.panel.value = null;
  };
  return <Open panel={panel} onClose={close} />;
}

function Open({ panel, onClose }: { panel: Panel; onClose(): void }) {
  const ui = useUi();
  const say = text[language.value];
  const { conversation } = ui.place.value;
  switch (panel) {
    case "keys":
      return <KeysDialog onClose={onClose} />;
    case "palette":
      return <Palette onClose={onClose} />;
    case "search":
      return <SearchDialog onClose={onClose} />;
    case "settings":
      return <SettingsDialog onClose={onClose} />;
    case "canned":
      return <CannedDialog onClose={onClose} />;
    default:
  }
  if (conversation === null) return null;
  const chat = ui.desk.chats.of(conversation).value;
  const act = (type: "close" | "hand_back" | "take_over") => {
    ui.desk.act(conversation, { type }).then(
      () => {
        if (type === "take_over") ui.focusBox();
      },
      (error) => ui.sayWhy(error),
    );
  };
  switch (panel) {
    case "transfer":
    case "invite":
      return <Colleagues key={panel} deed={panel} chat={chat} onClose={onClose} />;
    case "labels":
      return <Labels chat={chat} onClose={onClose} />;
    case "customer":
      return (
        <Dialog title={talkText[language.value].customer} shape="side" onClose={onClose}>
          <Customer conversation={conversation} />
        </Dialog>
      );
    case "close":
      return (
        <Confirm
          title={say.close}
          about={say.closeAbout}
          yes={say.closeYes}
          onYes={() => act("close")}
          onClose={onClose}
        />
      );
    case "hand-back":
      return (
        <Confirm
          title={say.handBack}
          about={say.handBackAbout}
          yes={say.handBackYes}
          onYes={() => act("hand_back")}
          onClose={onClose}
        />
      );
    case "take-over":
      return (
        <Confirm
          title={say.takeOver}
          about={say.takeOverAbout(chat.holder?.name ?? say.theBot)}
          yes={say.takeOverYes}
          onYes={() => act("take_over")}
          onClose={onClose}
        />
      );
  }
}
