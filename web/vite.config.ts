import { defineConfig } from "vite";

/** Where `vite` sends what is the server's while a page is written. */
const server = process.env.XIAOER_SERVER ?? "http://127.0.0.1:8080";

/** The server's paths, as docs/api.md names them. */
const paths = [
  "/admin",
  "/attachments",
  "/auth",
  "/canned",
  "/content",
  "/conversations",
  "/demo/customers",
  "/demo/goods",
  "/desk",
  "/intents",
  "/labels",
  "/model",
  "/reports",
  "/search",
  "/webhook",
  "/widget/settings",
  "/widget\\.js",
  "/ws",
];

/**
 * The pages; the widget, which stands on other people's pages, is built by widget.config.ts.
 *
 * A picture that HTML names as well is imported with `?no-inline`: without, chance would decide which of the two is met first, and so
 * whether it stands in the script.
 */
export default defineConfig({
  root: "src",
  appType: "mpa",
  build: {
    outDir: "../dist",
    emptyOutDir: true,
    target: "es2022",
    modulePreload: { polyfill: false },
    rolldownOptions: { input: { demo: "src/demo.html", seat: "src/seat.html", console: "src/console.html" } },
  },
  server: {
    proxy: Object.fromEntries(
      paths.map((path) => [`^${path}(/|\\?|$)`, { target: server, ws: path === "/ws" }]),
    ),
  },
});
