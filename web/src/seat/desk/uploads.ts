import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { clientId } from "../../wire/client-id";
import { Refused } from "../../wire/request";

/** Longest wait for a file to be taken, in milliseconds; the server gives it two minutes by default. */
const PATIENCE = 150_000;

/** A file on its way; the same `client_id` again counts once. */
export interface Upload {
  readonly client_id: string;
  readonly file: File;
  /** The code of the error, where it was refused. */
  readonly refused: string | null;
}

/** Files of this seat that the server has yet to take, by conversation. */
export class Uploads {
  private readonly known = new Map<string, Signal<readonly Upload[]>>();

  of(conversation: string): ReadonlySignal<readonly Upload[]> {
    return this.at(conversation);
  }

  add(conversation: string, files: Iterable<File>): void {
    for (const file of files) void this.send(conversation, { client_id: clientId(), file, refused: null });
  }

  /** For the first time, or again. */
  async send(conversation: string, upload: Upload): Promise<void> {
    this.put(conversation, { ...upload, refused: null });
    try {
      await post(conversation, upload);
      this.forget(conversation, upload);
    } catch (error) {
      this.put(conversation, { ...upload, refused: error instanceof Refused ? error.code : "offline" });
    }
  }

  forget(conversation: string, { client_id }: Upload): void {
    const uploads = this.at(conversation);
    uploads.value = uploads.peek().filter((upload) => upload.client_id !== client_id);
  }

  private put(conversation: string, upload: Upload): void {
    this.forget(conversation, upload);
    const uploads = this.at(conversation);
    uploads.value = [...uploads.peek(), upload];
  }

  private at(conversation: string): Signal<readonly Upload[]> {
    const known = this.known.get(conversation) ?? signal<readonly Upload[]>([]);
    this.known.set(conversation, known);
    return known;
  }
}

async function post(conversation: string, { client_id, file }: Upload): Promise<void> {
  const query = new URLSearchParams({ conversation, client_id, name: file.name });
  const late = AbortSignal.timeout(PATIENCE);
  const answer = await fetch(`/attachments?${query}`, { method: "POST", body: file, signal: late }).catch(
    () => {
      throw new Refused(0, "offline", "no answer");
    },
  );
  if (answer.ok) return;
  const body = await answer.json().catch(() => ({}));
  throw new Refused(answer.status, body.error?.code ?? "offline", body.error?.message ?? "");
}
