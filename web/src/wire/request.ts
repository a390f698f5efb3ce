/** An answer that was refused: `code` is one of docs/api.md, or `offline` where no answer came. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly field?: string,
    /** Seconds until another attempt may do better, where the server says so. */
    readonly after?: number,
  ) {
    super(message);
  }
}

/** Longest wait for an answer, in milliseconds. */
const PATIENCE = 15_000;
/** The same where the server loads a whole version before it answers. */
export const LONG_PATIENCE = 180_000;

/**
 * A call to the server by the session's cookie. Resolves to the body, or to undefined where there is none.
 *
 * @throws {Refused} when the server says no, or does not answer.
 */
export async function request<T>(
  method: string,
  path: string,
  body?: unknown,
  patience = PATIENCE,
): Promise<T> {
  // The type of the content is also what shows the server that one of its own pages asks.
  const init: RequestInit = {
    method,
    headers: { "Content-Type": "application/json" },
    signal: AbortSignal.timeout(patience),
  };
  if (body !== undefined) init.body = JSON.stringify(body);
  const response = await fetch(path, init).catch(() => {
    throw new Refused(0, "offline", "no answer");
  });
  const text = await response.text();
  if (!response.ok) throw refusal(response, text);
  return (text === "" ? undefined : JSON.parse(text)) as T;
}

function refusal({ status, headers }: Response, text: string): Refused {
  try {
    const { code, message, field } = JSON.parse(text).error;
    return new Refused(status, code, message, field, Number(headers.get("Retry-After")) || undefined);
  } catch {
    // A proxy in between speaks another language.
    return new Refused(status, "offline", text.slice(0, 200));
  }
}
