import "./keys-dialog.css";
import { useSignal } from "@preact/signals";
import { Dialog } from "../../design/dialog/dialog";
import { Keys } from "../../design/key/key";
import { language } from "../../language/chosen";
import type { KeyHelp, Page } from "../pages";
import { useKeys } from "../panes/keys";
import { text } from "./text";

/** `?` shows what keys there are, here and everywhere. */
export function KeysDialog({ pages, page }: { pages: readonly Page[]; page: Page | undefined }) {
  const say = text[language.value];
  const open = useSignal(false);
  useKeys({
    "?": () => {
      open.value = true;
    },
  });
  if (!open.value) return null;
  const leading = pages.filter(({ key }) => key !== undefined);
  return (
    <Dialog
      title={say.keys}
      onClose={() => {
        open.value = false;
      }}
    >
      <div class="keys-dialog">
        {page?.keys !== undefined && <Table caption={page.title[language.value]} keys={page.keys} />}
        <Table caption={say.everywhere} keys={everywhere} />
        <table>
          <caption>{say.goTo}</caption>
          <tbody>
            {leading.map(({ path, key, title }) => (
              <tr key={path}>
                <td>
                  <Keys keys="g" /> <Keys keys={key ?? ""} />
                </td>
                <td>{title[language.value]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Dialog>
  );
}

function Table({ caption, keys }: { caption: string; keys: readonly KeyHelp[] }) {
  return (
    <table>
      <caption>{caption}</caption>
      <tbody>
        {keys.map((one) => (
          <tr key={one.keys.join()}>
            <td>
              {one.keys.map((key) => (
                <Keys key={key} keys={key} />
              ))}
            </td>
            <td>{one.words[language.value]}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const everywhere: readonly KeyHelp[] = [
  { keys: ["t"], words: { "zh-CN": "试一句", en: "Try a sentence" } },
  { keys: ["p"], words: { "zh-CN": "上线（草稿准备好时）", en: "Publish, when the draft is ready" } },
  { keys: ["/"], words: { "zh-CN": "在本页查找", en: "Search on the page" } },
  { keys: ["j", "k"], words: { "zh-CN": "下一行、上一行", en: "Next and previous row" } },
  { keys: ["?"], words: { "zh-CN": "全部快捷键", en: "All keys" } },
];
