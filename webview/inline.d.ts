// `import text from "inline:./x.ts"` gives that entry, bundled for the browser, as text: scripts/inlineWorker.mjs.
// A worker in a webview has to start from a Blob, so its code travels inside the page's own script.
declare module "inline:*" {
  const text: string;
  export default text;
}
