/** Takes the types out of a module whose imports and exports are gone already. Lines stay. */
import { transform } from "sucrase";

export function stripTypes(code: string): string {
  return transform(code, {
    transforms: ["typescript"],
    // Everything newer than types is the engine's own: class fields, `using`, `?.`.
    disableESTransforms: true,
    keepUnusedImports: true,
  }).code;
}
