/** Joins the compiled files to the one script that the engine runs. */
import type { Program, Site } from "../../engine/trace/program.ts";
import type { CompiledFile } from "./file.ts";

export interface LinkedFile {
  readonly uri: string;
  readonly file: CompiledFile;
  /** What each of the file's requests means: a URI of another file, or the engine's name. */
  readonly requires: readonly string[];
}

/** `files`: the entry first. `order`: the same files as they are to run, what is imported before what imports it. */
export function linkProgram(files: readonly LinkedFile[], order: readonly LinkedFile[]): Program {
  const sites: Site[] = [];
  const bases = new Map<LinkedFile, number>();
  const callees: string[] = [];
  files.forEach((linked, index) => {
    const base = sites.length;
    bases.set(linked, base);
    // Two files may have a class of the same name.
    const prefix = index === 0 ? "" : `${relativeName(linked.uri, files[0]?.uri ?? "")}:`;
    for (const site of linked.file.sites)
      sites.push({ ...site, id: base + site.id, file: index, key: prefix + site.key });
    for (const [site, callee] of linked.file.callees)
      callees.push(`${base + site}:${JSON.stringify(callee)}`);
  });

  const entry = files[0]?.uri ?? "";
  const modules = order.map(
    (linked) => `${JSON.stringify(linked.uri)}:${moduleFunction(linked, bases.get(linked) ?? 0)}`,
  );
  // The first module starts in the first line, so that a model of one file keeps its line numbers.
  const code =
    `{${runtime}__tensorglass.program({entry:${JSON.stringify(entry)},modules:{${modules.join(",\n")}},` +
    `callees:{${callees.join(",")}}})}\n//# sourceURL=${sourceUrl(entry)}\n`;
  return { code, sites, files: files.map(({ uri }) => uri) };
}

/** Exports are getters: they give what the variable holds now, to cyclic imports too. */
const runtime =
  "const __tensorglass_export=(to,getters)=>{for(const[name,get]of getters)Object.defineProperty(to,name,{enumerable:true,get})};" +
  "const __tensorglass_exportAll=(to,from)=>{for(const name of Object.keys(from))" +
  'if(name!=="default"&&!Object.hasOwn(to,name))__tensorglass_export(to,[[name,()=>from[name]]])};';

function moduleFunction({ uri, file, requires }: LinkedFile, base: number): string {
  const { idents, links, code } = file;
  const head = ['"use strict"', `const ${idents.base}=${base}`];
  // Made only if used; most files have no `import.meta`.
  if (code.includes(idents.meta)) head.push(`const ${idents.meta}={url:${JSON.stringify(uri)}}`);
  if (links.exports.length > 0) {
    const getters = links.exports.map(([name, expression]) => `[${JSON.stringify(name)},()=>${expression}]`);
    head.push(`__tensorglass_export(${idents.exports},[${getters.join(",")}])`);
  }
  requires.forEach((name, index) => {
    head.push(`const ${idents.module(index)}=${idents.require}(${JSON.stringify(name)})`);
  });
  for (const index of links.stars)
    head.push(`__tensorglass_exportAll(${idents.exports},${idents.module(index)})`);
  const parameters = [idents.require, idents.exports, idents.recorder].join(",");
  // The line break ends a comment that may be the last thing in the file.
  return `async(${parameters})=>{${head.join(";")};${code}\n}`;
}

/** `../blocks/resnet.ts`, seen from the folder of the entry. */
function relativeName(uri: string, entry: string): string {
  const path = uri.split("/");
  const from = entry.split("/").slice(0, -1);
  let same = 0;
  while (same < from.length && same < path.length - 1 && path[same] === from[same]) same++;
  return [...from.slice(same).map(() => ".."), ...path.slice(same)].join("/");
}

/** A name for stack traces; blanks would end it. */
const sourceUrl = (uri: string): string => uri.replace(/\s/g, "%20");
