import "./key-line.css";
import { Keys } from "../../design/key/key";
import { language } from "../../language/chosen";
import type { KeyHelp } from "../pages";

/** Keys and what they do, in one line; nothing where there is no keyboard. */
export function KeyLine({ keys }: { keys: readonly KeyHelp[] }) {
  return (
    <p class="key-line">
      {keys.map((one) => (
        <span key={one.keys.join()}>
          {one.keys.map((key) => (
            <Keys key={key} keys={key} />
          ))}
          {one.words[language.value]}
        </span>
      ))}
    </p>
  );
}
