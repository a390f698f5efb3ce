import { MessageSquareOff, Plus, X } from "lucide-preact";
import { IconButton } from "../../design/button/icon-button";
import { EmptyState } from "../../design/empty-state/empty-state";
import { say as tell } from "../../design/toast/toast";
import { language } from "../../language/chosen";
import type { IntentView, Reply } from "../../wire/inbox";
import { useTyped } from "../content/typed";
import { text } from "./text";
import { useEdit } from "./use-edit";

/** What the bot says in the intent's flow, in several wordings. */
export function Replies({ intent: { replies } }: { intent: IntentView }) {
  const say = text[language.value];
  if (replies.length === 0) return <EmptyState icon={MessageSquareOff} title={say.noReplies} />;
  return (
    <div class="replies">
      {replies.map((reply) => (
        <section key={reply.name} class="reply">
          <h2>
            <code>{reply.name}</code>
          </h2>
          <Wordings reply={reply} of="zh" />
          {reply.texts_en.length > 0 && <Wordings reply={reply} of="en" />}
        </section>
      ))}
    </div>
  );
}

function Wordings({ reply, of }: { reply: Reply; of: "zh" | "en" }) {
  const say = text[language.value];
  const { apply, busy } = useEdit();
  const saved = JSON.stringify(of === "zh" ? reply.texts : reply.texts_en);
  const typed = useTyped(`reply ${reply.name} ${of}`, saved);
  const wordings = JSON.parse(typed.text) as string[];
  const change = (next: string[]) => typed.type(JSON.stringify(next));

  async function save(): Promise<void> {
    const texts = wordings.map((words) => words.trim()).filter((words) => words !== "");
    if (texts.length === 0) return;
    if (!(await apply([{ do: "set_reply", reply: reply.name, texts, language: of }], null))) return;
    typed.drop();
    tell.done(say.savedReply);
  }

  return (
    <fieldset>
      <legend>{say.language[of]}</legend>
      {wordings.map((words, place) => (
        <div class="wording" key={place}>
          <textarea
            rows={Math.min(6, Math.ceil(words.length / 48) + (words.split("\n").length - 1)) || 1}
            lang={of === "zh" ? "zh-CN" : "en"}
            aria-label={`${reply.name} · ${say.wording(place + 1)}`}
            value={words}
            onInput={({ currentTarget }) => change(wordings.with(place, currentTarget.value))}
          />
          {wordings.length > 1 && (
            <IconButton
              icon={X}
              label={say.removeWording}
              onClick={() => change(wordings.toSpliced(place, 1))}
            />
          )}
        </div>
      ))}
      {typed.overtaken && (
        <p class="overtaken" role="alert">
          {say.overtaken} {say.overtakenNow}
          {(JSON.parse(saved) as string[]).join(" / ")}
        </p>
      )}
      <div class="wording-tools">
        <button type="button" class="button quiet" onClick={() => change([...wordings, ""])}>
          <Plus size={16} aria-hidden="true" />
          {say.addWording}
        </button>
        {typed.dirty && (
          <>
            <span>{say.unsaved}</span>
            <button type="button" class="button" onClick={typed.drop}>
              {say.drop}
            </button>
            <button type="button" class="button primary" disabled={busy} onClick={save}>
              {say.save}
            </button>
          </>
        )}
      </div>
    </fieldset>
  );
}
