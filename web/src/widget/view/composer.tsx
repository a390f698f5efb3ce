import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { useCell } from "../cell";
import { useWidget } from "./context";
import { useFiles } from "./files";
import { Icon } from "./icon";
import { useQuestions } from "./introduction";

/** From here on the box says how much fits. */
const SHORT = 100;

/** The box, unless the shop must know something first. */
export function Composer() {
  const questions = useQuestions();
  return questions?.some((question) => question.required) ? null : <Box />;
}

function Box() {
  const { widget, session, settings, texts } = useWidget();
  const { draft, complaint } = useCell(widget.panel);
  const [text, setText] = useState(draft);
  const box = useRef<HTMLTextAreaElement>(null);
  const send = useFiles();
  const left = settings.message_characters - [...text].length;
  const sendable = text.trim() !== "" && left >= 0;

  useEffect(() => {
    if (draft === "") return;
    setText(draft);
    widget.panel.change({ draft: "" });
    box.current?.focus();
  }, [draft, widget]);

  // As high as its text, where the browser does not do that by itself.
  useLayoutEffect(() => {
    const area = box.current;
    if (area === null || CSS.supports("field-sizing", "content")) return;
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight}px`;
  }, [text]);

  const write = (text: string) => {
    setText(text);
    session.type(text);
    widget.panel.change({ complaint: "" });
  };
  const say = () => {
    if (!sendable) return;
    session.say(text.trim());
    setText("");
    box.current?.focus();
  };
  const onKeyDown = (event: JSX.TargetedKeyboardEvent<HTMLTextAreaElement>) => {
    // While an input method composes, Enter is its own; 229 is what some browsers say instead.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    say();
  };
  const onPaste = (event: JSX.TargetedClipboardEvent<HTMLTextAreaElement>) => {
    const files = event.clipboardData?.files;
    if (files === undefined || files.length === 0) return;
    event.preventDefault();
    send(files);
  };
  return (
    <div class="composer">
      {complaint !== "" && (
        <p class="complaint" role="alert">
          {complaint}
        </p>
      )}
      <div class="box">
        <Attach onFiles={send} />
        <textarea
          ref={box}
          rows={1}
          value={text}
          placeholder={texts.placeholder}
          aria-label={texts.message}
          aria-invalid={left < 0}
          enterkeyhint="send"
          onInput={(event) => write(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
        />
        <button class="send" type="button" aria-label={texts.send} aria-disabled={!sendable} onClick={say}>
          <Icon name="send" />
        </button>
      </div>
      {left < SHORT && (
        <p class="left-over" role="status" data-over={left < 0}>
          {texts.charactersLeft(left)}
        </p>
      )}
    </div>
  );
}

function Attach({ onFiles }: { onFiles: (files: FileList | null) => void }) {
  const { settings, texts } = useWidget();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button class="round" type="button" aria-label={texts.attach} onClick={() => input.current?.click()}>
        <Icon name="clip" />
      </button>
      <input
        ref={input}
        type="file"
        hidden
        multiple
        accept={settings.attachments.types.join()}
        onChange={({ currentTarget }) => {
          onFiles(currentTarget.files);
          currentTarget.value = "";
        }}
      />
    </>
  );
}
