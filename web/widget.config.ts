import { defineConfig } from "vite";

/** One classic script that any page can take in with one tag, styles and all. */
export default defineConfig({
  // Calls of `h` are shorter than those of the newer runtime, and need no code of their own.
  oxc: {
    jsx: { runtime: "classic", pragma: "h", pragmaFrag: "Fragment" },
    jsxInject: 'import { Fragment, h } from "preact";',
  },
  build: {
    outDir: "dist",
    emptyOutDir: false,
    target: "es2022",
    // Nesting is younger than the browsers of many who shop.
    cssTarget: ["chrome97", "safari16.4", "firefox104"],
    lib: {
      entry: "src/widget/main.tsx",
      formats: ["iife"],
      name: "xiaoerWidget",
      fileName: () => "widget.js",
    },
  },
});
