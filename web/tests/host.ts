import { createServer, type Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";

/** What a shop's page may allow at its strictest and still hold the widget of this server. */
function policy(server: string): string {
  const socket = server.replace("http", "ws");
  return [
    "default-src 'none'",
    `script-src ${server}`,
    `connect-src ${server} ${socket}`,
    `img-src ${server} blob:`,
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ");
}

/** A shop's own page: of another origin than the server, strict, and with styles that spoil whatever they reach. */
export class Host {
  private constructor(
    private readonly http: HttpServer,
    readonly url: string,
  ) {}

  /** `attributes` are those of the script's tag. */
  static async open(server: string, attributes: string): Promise<Host> {
    const page = `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>山货铺</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="/shop.css"></head>
<body><h1>山货铺</h1><p>今日新到：野生核桃</p><script src="${server}/widget.js" ${attributes} async></script></body></html>`;
    const styles =
      "* { font-size: 30px !important; color: red !important } button, dialog, p { display: none }";
    const http = createServer((request, response) => {
      const css = request.url === "/shop.css";
      response.setHeader("Content-Type", css ? "text/css" : "text/html; charset=utf-8");
      response.setHeader("Content-Security-Policy", `${policy(server)}; style-src 'self'`);
      response.end(css ? styles : page);
    });
    await new Promise<void>((ready) => http.listen(0, "127.0.0.1", ready));
    return new Host(http, `http://127.0.0.1:${(http.address() as AddressInfo).port}/`);
  }

  close(): void {
    this.http.closeAllConnections();
    this.http.close();
  }
}
