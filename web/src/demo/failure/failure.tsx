import "./failure.css";
import { CircleAlert, RotateCw } from "lucide-preact";
import { language } from "../../language/chosen";
import { fault, load } from "../store";
import { text } from "../text";

/** Why there is nothing to see, or nothing new. */
export function Failure() {
  const say = text[language.value];
  return (
    <div class="no-shop" role="status">
      {fault.value !== null && (
        <p>
          <CircleAlert size={18} aria-hidden="true" />
          <span>{say.faults[fault.value]}</span>
          {fault.value === "offline" && (
            <button type="button" class="button" onClick={load}>
              <RotateCw size={15} aria-hidden="true" />
              {say.again}
            </button>
          )}
        </p>
      )}
    </div>
  );
}
