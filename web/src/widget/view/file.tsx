import type { Attachment } from "../../wire/shared";
import type { Pending } from "../talk/state";
import { useWidget } from "./context";
import { Icon } from "./icon";

/** A picture to look at, or a file to download. */
export function FileBubble({ file }: { file: Attachment }) {
  const { widget, texts } = useWidget();
  const { name, bytes, media_type } = file;
  const url = widget.file(file.url);
  if (url === undefined) return <Row name={name} bytes={bytes} />;
  // Of what browsers show; a phone's HEIF is saved.
  if (/^image\/(png|jpeg|gif|webp)$/.test(media_type)) {
    const picture = { url, name };
    return (
      <button
        class="picture"
        type="button"
        aria-label={texts.picture(name)}
        onClick={() => widget.panel.change({ picture })}
      >
        <img src={url} alt="" loading="lazy" decoding="async" />
      </button>
    );
  }
  return (
    <a class="file" href={url} download={name} target="_blank" rel="noopener">
      <Row name={name} bytes={bytes} />
    </a>
  );
}

/** A file on its way. */
export function UploadBubble({ pending }: { pending: Pending }) {
  const { what, state } = pending;
  if (what.kind !== "file") return null;
  const { name, bytes, picture, progress } = what;
  return (
    <div class={picture === null ? "file" : "picture"}>
      {picture === null ? <Row name={name} bytes={bytes} /> : <img src={picture} alt={name} />}
      {state === "sending" && <progress value={progress} aria-label={name} />}
    </div>
  );
}

function Row({ name, bytes }: { name: string; bytes: number }) {
  const { formats } = useWidget();
  return (
    <span class="file-row">
      <Icon name="file" size={24} />
      <span class="file-name">{name}</span>
      <small>{formats.bytes(bytes)}</small>
    </span>
  );
}
