import "./file-view.css";
import { FileText } from "lucide-preact";
import type { Attachment } from "../../wire/shared";

/** A file of either side. Only pictures are shown; everything comes from this server. */
export function FileView({ file }: { file: Attachment }) {
  const { name, media_type, bytes, url } = file;
  const own = url.startsWith("/attachments/") ? url : undefined;
  if (own !== undefined && /^image\/(png|jpeg|gif|webp)$/.test(media_type)) {
    return (
      <a class="picture" href={own} target="_blank" rel="noopener">
        <img src={own} alt={name} loading="lazy" />
      </a>
    );
  }
  return (
    <a class="file" href={own} download={name}>
      <FileText size={22} aria-hidden="true" />
      <span>
        {name}
        <small>{size(bytes)}</small>
      </span>
    </a>
  );
}

export function size(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
