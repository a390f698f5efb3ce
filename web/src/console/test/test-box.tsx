import "./test-box.css";
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Dialog } from "../../design/dialog/dialog";
import { language } from "../../language/chosen";
import { content, type Parse } from "../../wire/content";
import type { Refused } from "../../wire/request";
import { refreshIntents } from "../content/lists";
import { isWorking } from "../draft/draft";
import { useRefusal, useSession } from "../frame/session";
import { failure } from "../words/failure";
import { AddTo } from "./add-to";
import { ParseView } from "./parse-view";
import { testing } from "./testing";
import { text } from "./text";

/** A pause in typing after which the server is asked, in milliseconds. */
const PAUSE = 300;
const LONGEST = 500;

/** A shopper's sentence, as what is live takes it and as the draft would. Open as long as {@link testing} says so. */
export function TestBox() {
  const say = text[language.value];
  if (testing.value === null) return null;
  return (
    <Dialog
      title={say.title}
      about={say.about}
      shape="side"
      onClose={() => {
        testing.value = null;
      }}
    >
      <Test />
    </Dialog>
  );
}

function Test() {
  const { draft } = useSession();
  const say = text[language.value];
  const { answer, refused, busy } = useTest();
  const state = draft.content.value?.draft ?? null;
  const words = testing.value ?? "";
  return (
    <div class="test-box">
      <label class="field">
        <span>{say.sentence}</span>
        <input
          type="text"
          maxLength={LONGEST}
          placeholder={say.placeholder}
          value={words}
          onInput={({ currentTarget }) => {
            testing.value = currentTarget.value;
          }}
        />
      </label>
      {refused !== null && (
        <p class="test-failure" role="alert">
          {failure(refused)}
        </p>
      )}
      {words.trim() !== "" && <AddTo sentence={words.trim()} answer={answer} />}
      {answer !== null && (
        <div
          class={answer.draft === null ? "test-sides" : "test-sides both"}
          aria-live="polite"
          aria-busy={busy}
        >
          <ParseView title={say.live} parse={answer.live} against={null} />
          {answer.draft !== null ? (
            <ParseView title={say.draft} parse={answer.draft} against={answer.live} />
          ) : (
            state !== null && <p class="test-note">{isWorking(state) ? say.draftWorks : say.draftRefused}</p>
          )}
        </div>
      )}
    </div>
  );
}

interface Answer {
  live: Parse;
  draft: Parse | null;
}

/** Asks after each pause in typing, and again when the draft is another or has got ready. */
function useTest() {
  const { draft } = useSession();
  const refusal = useRefusal();
  const answer = useSignal<Answer | null>(null);
  const refused = useSignal<Refused | null>(null);
  const busy = useSignal(false);
  const words = testing.value?.trim() ?? "";
  const state = draft.content.value?.draft;
  const about = `${draft.content.value?.live.number} ${state?.revision} ${state?.step === "ready"}`;

  useEffect(() => {
    void refreshIntents().catch(() => {});
  }, []);

  useEffect(() => {
    if (words === "") {
      answer.value = null;
      return;
    }
    let current = true;
    const timer = setTimeout(async () => {
      busy.value = true;
      try {
        const found = await content.test(words);
        if (!current) return;
        answer.value = found;
        refused.value = null;
      } catch (error) {
        if (current) refused.value = refusal(error);
      }
      if (current) busy.value = false;
    }, PAUSE);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [words, about]);

  return { answer: answer.value, refused: refused.value, busy: busy.value };
}
