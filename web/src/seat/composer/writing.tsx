import { type ReadonlySignal, useSignal } from "@preact/signals";
import { Paperclip, SendHorizontal, Zap } from "lucide-preact";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { IconButton } from "../../design/button/icon-button";
import { Keys } from "../../design/key/key";
import { language } from "../../language/chosen";
import { useUi } from "../page/context";
import { settings } from "../settings/settings";
import type { Chat } from "../state/chat";
import type { Pending } from "../state/pending";
import { shortcutIn, variablesIn } from "../state/variables";
import { CannedList, useCanned } from "./canned-list";
import { Files } from "./files";
import { isComposing, sends } from "./keys";
import { Suggestion } from "./suggestion";
import { text } from "./text";
import { UnknownVariables } from "./unknown-variables";

interface WritingProps {
  chat: ReadonlySignal<Chat>;
  kind: Pending["kind"];
  /** Whether the seat may speak to the customer. */
  ours: boolean;
}

/** The box, what is suggested for it, and what goes with it. */
export function Writing({ chat, kind, ours }: WritingProps) {
  const ui = useUi();
  const { desk } = ui;
  const say = text[language.value];
  const { conversation } = chat.peek();
  const words = useSignal(useMemo(() => desk.keep.draft(conversation, kind), [desk, conversation, kind]));
  const warned = useSignal(false);
  const dragging = useSignal(false);
  const box = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const noting = kind === "note";
  const canned = useCanned(noting ? null : shortcutIn(words.value));
  const suggestion = noting ? null : chat.value.suggestion;
  const missing = noting ? [] : variablesIn(words.value);

  const wanted = ui.wantsBox.value;
  useEffect(() => {
    if (!wanted) return;
    box.current?.focus();
    ui.wantsBox.value = false;
  }, [wanted, ui]);

  function put(value: string): void {
    words.value = value;
    warned.value = false;
    desk.keep.write(conversation, kind, value);
  }
  function take(value: string): void {
    put(value);
    box.current?.focus();
  }
  function send(): void {
    const said = words.peek().trim();
    if (said === "") return;
    if (missing.length > 0 && !warned.peek()) {
      warned.value = true;
      return;
    }
    desk.speak(conversation, said, kind);
    put("");
    if (noting) ui.focusBox(false);
  }
  function sendSuggestion(): void {
    if (suggestion !== null) desk.speak(conversation, suggestion.text);
  }
  async function fill(id: string): Promise<void> {
    const rendered = await canned.render(id, conversation).catch((error) => ui.sayWhy(error));
    if (rendered) take(rendered);
  }
  function press(event: KeyboardEvent): void {
    // Enter that picks a character of an input method sends nothing.
    if (isComposing(event)) return;
    if (canned.press(event, fill)) return;
    if (event.key === "Enter" && event.altKey && suggestion !== null) {
      event.preventDefault();
      sendSuggestion();
    } else if (sends(event, settings.peek().send)) {
      event.preventDefault();
      send();
    } else if (event.key === "Tab" && !event.shiftKey && suggestion !== null && words.peek() === "") {
      event.preventDefault();
      take(suggestion.text);
    } else if (event.key === "Escape") {
      event.preventDefault();
      if (noting && ours) ui.focusBox(false);
      else if (noting) ui.noting.value = false;
      else box.current?.blur();
    }
  }

  return (
    <form
      class={`composer${noting ? " noting" : ""}${dragging.value ? " dragging" : ""}`}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      onDragOver={(event) => {
        if (!ours || !event.dataTransfer?.types.includes("Files")) return;
        event.preventDefault();
        dragging.value = true;
      }}
      onDragLeave={() => {
        dragging.value = false;
      }}
      onDrop={(event) => {
        dragging.value = false;
        if (!ours || !event.dataTransfer?.files.length) return;
        event.preventDefault();
        desk.uploads.add(conversation, event.dataTransfer.files);
      }}
    >
      {suggestion !== null && (
        <Suggestion
          suggestion={suggestion}
          canTake={words.value === ""}
          onTake={() => take(suggestion.text)}
          onSend={sendSuggestion}
        />
      )}
      <CannedList canned={canned} onPick={fill} />
      <UnknownVariables missing={missing} warned={warned.value} box={box} />
      <Files conversation={conversation} />
      <div class="composer-box">
        <div class="composer-modes">
          {ours && (
            <button
              type="button"
              aria-pressed={!noting}
              onClick={() => {
                ui.focusBox(false);
              }}
            >
              {say.reply}
            </button>
          )}
          <button type="button" aria-pressed={noting} onClick={() => ui.focusBox(true)}>
            {say.note}
          </button>
          {!ours && (
            <button
              type="button"
              onClick={() => {
                ui.noting.value = false;
              }}
            >
              {say.cancelNote}
            </button>
          )}
        </div>
        <textarea
          ref={box}
          rows={2}
          value={words.value}
          aria-label={noting ? say.noteBox : say.box}
          placeholder={noting ? say.noteBox : say.box}
          aria-autocomplete="list"
          {...canned.aria}
          onInput={({ currentTarget }) => {
            put(currentTarget.value);
            if (!noting && currentTarget.value !== "") desk.typing(conversation);
          }}
          onKeyDown={press}
          onPaste={(event) => {
            const pasted = event.clipboardData?.files;
            if (!ours || !pasted?.length) return;
            event.preventDefault();
            desk.uploads.add(conversation, pasted);
          }}
        />
        <div class="composer-tools">
          {ours && (
            <>
              <input
                ref={picker}
                type="file"
                multiple
                hidden
                onChange={({ currentTarget }) => {
                  if (currentTarget.files) desk.uploads.add(conversation, currentTarget.files);
                  currentTarget.value = "";
                }}
              />
              <IconButton icon={Paperclip} label={say.attach} onClick={() => picker.current?.click()} />
              <IconButton
                icon={Zap}
                label={say.canned}
                keys="/"
                onClick={() => {
                  if (words.peek() === "") put("/");
                  box.current?.focus();
                }}
              />
            </>
          )}
          <span class="composer-hint">
            <Keys keys={settings.value.send === "enter" ? "Enter" : "Ctrl+Enter"} />
          </span>
          <button type="submit" class="button primary" disabled={words.value.trim() === ""}>
            <SendHorizontal size={16} aria-hidden="true" />
            {noting ? say.addNote : say.send}
          </button>
        </div>
      </div>
    </form>
  );
}
