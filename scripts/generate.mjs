// Writes the files that derive from the op table: `npm run generate`.
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const { outputFiles } = await build({
  entryPoints: [`${root}/engine/api/declarations.ts`],
  bundle: true,
  write: false,
  format: "esm",
  platform: "neutral",
});
const code = Buffer.from(outputFiles[0]?.contents ?? "").toString("base64");
const { declarations } = await import(`data:text/javascript;base64,${code}`);
await writeFile(`${root}/engine/generated/api.ts`, declarations());
console.log("engine/generated/api.ts written");
