import { clientId } from "../../wire/client-id";

/** How long an answer may take, in milliseconds. */
const PATIENCE = 10_000;

/** What was refused, or was not answered: `code` is one of docs/api.md, or `offline`. */
export class NotDone extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

interface Doing {
  done(): void;
  failed(error: NotDone): void;
}

/** What was asked of the server, until it answers. */
export class Deeds {
  private readonly doing = new Map<string, Doing>();

  /** Resolves when it is on disk. `say` is given the `client_id` to send with it, and says whether it went out. */
  begin(say: (client_id: string) => boolean): Promise<void> {
    const id = clientId();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.fail(id, "offline"), PATIENCE);
      const end = (then: () => void) => {
        clearTimeout(timer);
        this.doing.delete(id);
        then();
      };
      this.doing.set(id, { done: () => end(resolve), failed: (error) => end(() => reject(error)) });
      if (!say(id)) this.fail(id, "offline");
    });
  }

  /** Whether it was one of these. */
  finish(client_id: string | undefined): boolean {
    const doing = client_id === undefined ? undefined : this.doing.get(client_id);
    doing?.done();
    return doing !== undefined;
  }

  fail(client_id: string | undefined, code: string): boolean {
    const doing = client_id === undefined ? undefined : this.doing.get(client_id);
    doing?.failed(new NotDone(code));
    return doing !== undefined;
  }

  /** Nobody will answer them any more. */
  failAll(): void {
    for (const id of [...this.doing.keys()]) this.fail(id, "offline");
  }
}
