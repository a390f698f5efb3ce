/** What became of a file: the code of an error, or nothing where the server has it. */
export type Uploaded = { code: string } | undefined;

export interface Destination {
  server: URL;
  shop: string;
  /** Of `welcome`. */
  token: string;
}

/** Longest wait for a file to be taken, in milliseconds; the server gives it two minutes by default. */
const PATIENCE = 150_000;

/**
 * Sends a file as the raw body of a request. By XMLHttpRequest, which alone tells how far it is. Again with the same
 * `clientId`, it counts once.
 */
export function upload(
  { server, shop, token }: Destination,
  clientId: string,
  file: File,
  onProgress: (share: number) => void,
): Promise<Uploaded> {
  const url = new URL("attachments", server);
  url.search = new URLSearchParams({ shop, client_id: clientId, name: file.name }).toString();
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.setRequestHeader("Authorization", `Bearer ${encodeURIComponent(token)}`);
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onload = () => resolve(request.status < 300 ? undefined : { code: code(request.responseText) });
    request.onerror = () => resolve({ code: "offline" });
    request.ontimeout = request.onerror;
    request.timeout = PATIENCE;
    request.send(file);
  });
}

function code(body: string): string {
  try {
    return JSON.parse(body).error.code;
  } catch {
    return "offline";
  }
}
