import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { test as base } from "@playwright/test";

const PASSWORD = "a password for tests";

interface Answer {
  replies: { text: string; intent?: string }[];
}

/** A server of its own, in demo mode: a real process with a database file, on a free port of this machine. */
export class Server {
  private process: ChildProcess | undefined;

  private constructor(
    readonly url: string,
    private readonly shop: string,
    private readonly folder: string,
  ) {}

  static async open(): Promise<Server> {
    const folder = mkdtempSync(join(tmpdir(), "xiaoer-pages-"));
    const server = new Server(
      `http://127.0.0.1:${await freePort()}`,
      `127.0.0.1:${await freePort()}`,
      folder,
    );
    await server.start();
    return server;
  }

  /** With the data of before, on the same port. */
  async start(): Promise<void> {
    const listen = this.url.replace("http://", "");
    const flags = ["--listen", listen, "--demo-shop-listen", this.shop, "--demo-password", PASSWORD];
    this.process = spawn(binary(), ["serve", ...flags], {
      cwd: this.folder,
      stdio: ["ignore", "ignore", "inherit"],
    });
    const until = Date.now() + 30_000;
    while (!(await this.ready())) {
      if (this.process.exitCode !== null) throw new Error(`the server ended with ${this.process.exitCode}`);
      if (Date.now() > until) throw new Error("the server does not get ready");
      await new Promise((wake) => setTimeout(wake, 50));
    }
  }

  /** As a power cut would: nothing is written or said any more. */
  async kill(): Promise<void> {
    const { process } = this;
    if (process === undefined || process.exitCode !== null) return;
    const ended = new Promise((resolve) => process.once("exit", resolve));
    process.kill("SIGKILL");
    await ended;
  }

  async close(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** A message as a channel brings it; resolves when it was reacted to. */
  async customerSays(user: string, text: string): Promise<void> {
    await this.answerTo(user, text);
  }

  /** The same, with what was replied. */
  async answerTo(user: string, text: string): Promise<Answer> {
    const response = await fetch(`${this.url}/webhook?wait=5s`, {
      method: "POST",
      headers: { "X-Channel-Type": "web" },
      body: JSON.stringify({ user, text }),
    });
    if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
    return response.json();
  }

  private async ready(): Promise<boolean> {
    return fetch(`${this.url}/readyz`).then(
      (response) => response.ok,
      () => false,
    );
  }
}

function binary(): string {
  const named = process.env.XIAOER;
  const built = ["release", "debug"].map((profile) => resolve("..", "target", profile, "xiaoer"));
  const found = [...(named === undefined ? [] : [named]), ...built].find((path) => existsSync(path));
  if (found === undefined) throw new Error("build the server first: cargo build --release");
  return found;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      if (address === null || typeof address === "string") return reject(new Error("no port"));
      probe.close(() => resolve(address.port));
    });
  });
}

export { PASSWORD };

/** Every test has a server to itself, so that the order and number of tests change nothing. */
export const test = base.extend<{ server: Server }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that are needed from the pattern.
  server: async ({}, use) => {
    const server = await Server.open();
    await use(server);
    await server.close();
  },
});
