/**
 * From a model file (saved or not) and the workspace files that it imports to a `Program`. Knows neither the editor
 * nor Node: files come through `readFile`, so it runs in a worker thread and in a web worker alike.
 */
import type { Program } from "../../engine/trace/program.ts";
import { isModelText } from "../modelFile.ts";
import type { CompileCache } from "./cache.ts";
import type { CompileError, Complaint } from "./errors.ts";
import { type StaticLayer, scanLayers } from "./layers.ts";
import { type LinkedFile, linkProgram } from "./link.ts";
import { missingExports } from "./missingExports.ts";
import { engineModule } from "./modules.ts";
import { type ReadFile, resolveImport } from "./resolve.ts";

export type { CompileError, ReadFile };

export interface CompileResult {
  /** Null if there are errors. */
  readonly program: Program | null;
  readonly errors: readonly CompileError[];
  /** The URIs that were read or looked for: when one of them changes, the result may. */
  readonly files: readonly string[];
  /** The entry imports the engine. */
  readonly isModelFile: boolean;
  /** The layers that the entry declares, known even where the rest of the file is in pieces. */
  readonly layers: readonly StaticLayer[];
}

export interface CompileOptions {
  /** Whether a file may be imported. By default every file that `readFile` gives may. */
  readonly inWorkspace?: (uri: string) => boolean;
}

interface LoadedFile extends LinkedFile {
  /** By number of the request. Filled when the file's imports are resolved. */
  readonly requires: string[];
  readonly complaints: Complaint[];
}

/** Compiles the file `entry` with all that it imports. Never rejects for what stands in the files. */
export async function compile(
  entry: string,
  readFile: ReadFile,
  cache: CompileCache,
  options: CompileOptions = {},
): Promise<CompileResult> {
  const { inWorkspace = () => true } = options;
  const texts = new Map<string, Promise<string | null>>();
  const loaded = new Map<string, LoadedFile>();

  const readOnce: ReadFile = (uri) => {
    const text = texts.get(uri) ?? readFile(uri);
    texts.set(uri, text);
    return text;
  };

  const load = async (uri: string, text: string): Promise<void> => {
    const file = cache.get(uri, text, uri === entry);
    const requires: string[] = [];
    const complaints = [...file.complaints];
    loaded.set(uri, { uri, file, requires, complaints });
    const { requests } = file.links;
    const resolved = await Promise.all(
      requests.map(({ specifier }) => resolveImport(specifier, uri, readOnce, inWorkspace)),
    );
    const imported: Promise<void>[] = [];
    requests.forEach(({ start, end }, index) => {
      const target = resolved[index];
      if (target?.kind === "file") {
        requires[index] = target.uri;
        if (!loaded.has(target.uri)) imported.push(load(target.uri, target.text));
      } else {
        requires[index] = engineModule;
        if (target?.kind === "error") complaints.push({ message: target.message, start, end });
      }
    });
    await Promise.all(imported);
  };

  const text = await readOnce(entry);
  if (text !== null) await load(entry, text);
  const { files, order } = arrange(loaded, entry);
  const errors = files.flatMap((linked) =>
    [...linked.complaints, ...missingExports(linked, (uri) => loaded.get(uri) ?? null)]
      .sort((a, b) => a.start - b.start)
      .map((complaint): CompileError => ({ ...complaint, file: linked.uri })),
  );
  if (text === null) errors.push({ message: "This file cannot be read.", file: entry, start: 0, end: 0 });
  return {
    program: errors.length === 0 ? linkProgram(files, order) : null,
    errors,
    files: [...texts.keys()],
    isModelFile: text !== null && isModelText(text),
    layers: text === null ? [] : scanLayers(text),
  };
}

/**
 * `files`: the entry first. `order`: what is imported before what imports it. Both by the imports alone: files arrive
 * in the order of reading, and the program must not depend on it.
 */
function arrange(loaded: ReadonlyMap<string, LoadedFile>, entry: string) {
  const files: LoadedFile[] = [];
  const order: LoadedFile[] = [];
  const seen = new Set<string>();
  const visit = (uri: string): void => {
    const file = loaded.get(uri);
    if (!file || seen.has(uri)) return;
    seen.add(uri);
    files.push(file);
    file.requires.forEach(visit);
    order.push(file);
  };
  visit(entry);
  return { files, order };
}
