import "./files.css";
import { CircleAlert, LoaderCircle, X } from "lucide-preact";
import { language } from "../../language/chosen";
import { useDesk } from "../page/context";
import { sentence } from "../words/error";
import { text } from "./text";

/** Files that are on their way to the conversation. */
export function Files({ conversation }: { conversation: string }) {
  const { uploads } = useDesk();
  const say = text[language.value];
  const all = uploads.of(conversation).value;
  if (all.length === 0) return null;
  return (
    <ul class="uploads">
      {all.map((upload) => {
        const { client_id, file, refused } = upload;
        const Icon = refused === null ? LoaderCircle : CircleAlert;
        return (
          <li key={client_id} class={refused === null ? "" : "refused"}>
            <Icon class={refused === null ? "spin" : ""} size={14} aria-hidden="true" />
            <b>{file.name}</b>
            <span role="status">{refused === null ? say.uploading : sentence(refused)}</span>
            {refused !== null && (
              <>
                <button type="button" class="quiet-button" onClick={() => uploads.send(conversation, upload)}>
                  {say.again}
                </button>
                <button
                  type="button"
                  class="quiet-button"
                  aria-label={say.remove}
                  onClick={() => uploads.forget(conversation, upload)}
                >
                  <X size={14} aria-hidden="true" />
                </button>
              </>
            )}
          </li>
        );
      })}
    </ul>
  );
}
