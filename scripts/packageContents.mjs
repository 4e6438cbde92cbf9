// What may be in the packaged extension, and how large. A file that no row allows, a row that no file fills, or a
// bundle that outgrew its budget fails the packaging: whoever adds one decides so here.

/** @type {readonly { files: RegExp, kilobytes: number, why: string }[]} */
export const allowedContents = [
  { files: /^package(\.nls)?\.json$/, kilobytes: 60, why: "manifest" },
  { files: /^readme\.md$/i, kilobytes: 30, why: "shown on the extension's page" },
  { files: /^changelog\.md$/i, kilobytes: 60, why: "shown beside it" },
  { files: /^LICENSE(\.txt)?$/, kilobytes: 4, why: "ours" },
  { files: /^ThirdPartyNotices\.txt$/, kilobytes: 200, why: "the licenses of what is bundled" },
  { files: /^dist\/extension\.cjs$/, kilobytes: 150, why: "extension for desktop and remote" },
  { files: /^dist\/web\/extension\.js$/, kilobytes: 150, why: "extension for a browser" },
  // Half of it is the parser, nearly another half takes the types out.
  {
    files: /^dist\/shapeWorker\.cjs$/,
    kilobytes: 1000,
    why: "compiles models and runs them for their shapes",
  },
  { files: /^dist\/web\/shapeWorker\.js$/, kilobytes: 1000, why: "the same in a browser" },
  { files: /^dist\/engine\.js$/, kilobytes: 1500, why: "the engine, for both workers" },
  { files: /^dist\/webview\.(js|css)$/, kilobytes: 2500, why: "the panel" },
  { files: /^dist\/codicon\.ttf$/, kilobytes: 150, why: "icons of the panel" },
  { files: /^dist\/types\/.*\.d\.ts$/, kilobytes: 1500, why: "types of a model file's import" },
  {
    files: /^node_modules\/tensorglass-typescript-plugin\/(index\.js|package\.json)$/,
    kilobytes: 20,
    why: "shows those types",
  },
  { files: /^media\//, kilobytes: 3000, why: "icon, walkthrough, pictures of the README" },
];

/**
 * @param {readonly { path: string, bytes: number }[]} files of the packaged extension
 * @returns {string[]} what is wrong with them
 */
export function wrongContents(files) {
  const problems = files
    .filter(({ path }) => !allowedContents.some((row) => row.files.test(path)))
    .map(({ path }) => `${path} is in the package, but no row of scripts/packageContents.mjs allows it`);
  for (const { files: pattern, kilobytes, why } of allowedContents) {
    const matching = files.filter(({ path }) => pattern.test(path));
    const size = matching.reduce((sum, { bytes }) => sum + bytes, 0) / 1024;
    if (matching.length === 0) problems.push(`nothing matches ${pattern} (${why})`);
    if (size > kilobytes)
      problems.push(`${pattern} (${why}) takes ${Math.round(size)} kB of ${kilobytes} kB`);
  }
  return problems;
}
