// Writes the files that derive from the op table: `npm run generate`.
import { readdirSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));

/** @param {string} entry */
async function load(entry) {
  const { outputFiles } = await build({
    entryPoints: [`${root}/${entry}`],
    bundle: true,
    write: false,
    format: "esm",
    platform: "neutral",
  });
  const code = Buffer.from(outputFiles[0]?.contents ?? "").toString("base64");
  return import(`data:text/javascript;base64,${code}`);
}

const { declarations } = await load("engine/api/declarations.ts");
await writeFile(`${root}/engine/generated/api.ts`, declarations());
console.log("engine/generated/api.ts written");

const recorded = `${root}/test/oracle/ops`;
const cases = readdirSync(recorded)
  .filter((name) => name.endsWith(".json"))
  .sort()
  .flatMap((name) => JSON.parse(readFileSync(`${recorded}/${name}`, "utf8")).cases);
const { coveragePage } = await load("test/oracle/ops/coverage.ts");
await writeFile(`${root}/docs/coverage.md`, coveragePage(cases));
console.log("docs/coverage.md written");
