import "./which.css";
import { useSignal } from "@preact/signals";
import { language } from "../../language/chosen";
import { content, type Parse } from "../../wire/content";
import { Refused } from "../../wire/request";
import { intentTitle } from "../content/lists";
import { href } from "../frame/place";
import { useSession } from "../frame/session";
import { failure } from "../words/failure";
import { text } from "./text";

type Answered = { live: Parse; draft: Parse | null };

/** Which entries a customer's words would lead to, as it is live and as it is in the draft. */
export function Which() {
  const say = text[language.value];
  const { draft, signedOut } = useSession();
  const words = useSignal("");
  const answered = useSignal<Answered | null>(null);
  const wrong = useSignal<Refused | null>(null);
  const asking = useSignal(false);

  async function ask(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const asked = words.value.trim();
    if (asked === "" || asking.value) return;
    asking.value = true;
    wrong.value = null;
    try {
      answered.value = await content.test(asked);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (error.status === 401) signedOut();
      wrong.value = error;
    } finally {
      asking.value = false;
    }
  }

  const without = draft.content.value?.draft == null ? say.noDraft : say.notReady;
  return (
    <section class="faq-which" aria-labelledby="faq-which">
      <form onSubmit={ask}>
        <h2 id="faq-which">{say.test}</h2>
        <input
          aria-label={say.testAbout}
          placeholder={say.testAbout}
          value={words.value}
          onInput={({ currentTarget }) => {
            words.value = currentTarget.value;
          }}
        />
        <button type="submit" class="button" disabled={words.value.trim() === ""}>
          {say.testButton}
        </button>
      </form>
      <div role="status" aria-busy={asking.value}>
        {wrong.value !== null && <p class="wrong">{failure(wrong.value)}</p>}
        {answered.value !== null && (
          <div class="sides">
            <Side title={say.live} parse={answered.value.live} without="" />
            <Side title={say.draft} parse={answered.value.draft} without={without} />
          </div>
        )}
      </div>
    </section>
  );
}

/** So many entries, the likest first. */
const FEW = 3;
/** What is less alike than this says nothing. */
const FAINT = 0.1;

function Side({ title, parse, without }: { title: string; parse: Parse | null; without: string }) {
  const say = text[language.value];
  const passages = (parse?.passages ?? []).slice(0, FEW).filter(({ confidence }) => confidence >= FAINT);
  return (
    <div>
      <h3>
        {title}
        {parse !== null && <span>{heard(parse)}</span>}
      </h3>
      {parse === null && <p>{without}</p>}
      {parse !== null && passages.length === 0 && <p>{say.noPassage}</p>}
      <ol>
        {passages.map(({ id, question, confidence }) => (
          <li key={id}>
            <a href={href("faq", id)}>{question}</a>
            <meter value={confidence} aria-label={percent(confidence)} />
            <span>{percent(confidence)}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}

function heard({ intent, certainty }: Parse): string {
  const say = text[language.value];
  if (intent === null || certainty === "unsure") return say.heardNothing;
  return say.heard(intentTitle(intent.name), percent(intent.confidence));
}

function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}
