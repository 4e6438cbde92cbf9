/**
 * The panel's page: nothing but a policy, a style sheet and a script. Nothing is allowed that is not needed: no network,
 * no inline script, no `eval`; WebAssembly lays out the graph, and workers come from Blobs as webviews require.
 */
export interface PageParts {
  /** Where the webview's own resources come from (`webview.cspSource`). */
  readonly source: string;
  readonly nonce: string;
  readonly script: string;
  readonly style: string;
  readonly title: string;
}

export function contentSecurityPolicy({ source, nonce }: Pick<PageParts, "source" | "nonce">): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'wasm-unsafe-eval'`,
    `style-src ${source}`,
    `font-src ${source}`,
    "img-src data: blob:",
    "worker-src blob:",
    "connect-src 'none'",
  ].join("; ");
}

export function panelHtml(parts: PageParts): string {
  return `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="UTF-8" />
    <meta http-equiv="Content-Security-Policy" content="${escaped(contentSecurityPolicy(parts))}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <link rel="stylesheet" href="${escaped(parts.style)}" id="vscode-codicon-stylesheet" />
    <title>${escaped(parts.title)}</title>
  </head>
  <body>
    <script nonce="${parts.nonce}" src="${escaped(parts.script)}"></script>
  </body>
</html>
`;
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character] ?? "");
