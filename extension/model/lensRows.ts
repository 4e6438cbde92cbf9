/** What stands above each layer of a file. Pure: from the models that the file is part of to rows of text. */
import type { ShowInGraphTarget } from "../features/commandTable.ts";
import { completeLayers, layersOf, layerTitle } from "./layers.ts";
import type { ModelState, Versions } from "./modelState.ts";
import type { ProgramRange } from "./positions.ts";

export interface LensRow {
  readonly range: ProgramRange;
  readonly versions: Versions;
  readonly title: string;
  readonly target: ShowInGraphTarget;
}

/**
 * @param models those that `file` is part of, its own first. A block that its own file never calls gets its shapes from
 *   a model that imports it.
 */
export function lensRows(
  models: readonly { readonly uri: string; readonly live: ModelState }[],
  file: string,
): LensRow[] {
  const rows = new Map<string, LensRow & { readonly called: boolean }>();
  for (const { uri, live } of models) {
    const { picture, stale, layersSeen } = live;
    if (!picture) continue;
    const layers = layersOf(picture.program, picture.trace, picture.program.files.indexOf(file));
    for (const layer of picture.trace.error ? completeLayers(layers, layersSeen) : layers) {
      if (rows.get(layer.key)?.called) continue;
      rows.set(layer.key, {
        range: { start: layer.start, end: layer.end },
        versions: picture.versions,
        title: layerTitle(layer) + (stale || layer.remembered ? " · from the last good run" : ""),
        target: { model: uri, key: layer.key },
        called: layer.calls.length > 0,
      });
    }
  }
  return [...rows.values()];
}
