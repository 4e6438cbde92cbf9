// Guards the names of the engine's classes in a bundle. A module prints itself as `Conv2d(3, 16, …)` by its class's
// name, but a bundler that meets two declarations of one name calls the second `Conv2d2`, and a class that
// refers to itself may become `_Conv2d`. Keeping names by a run-time call would slow every closure of autograd,
// so we let the build fail instead and rename the culprit. What prints its name (modules, transforms, optimizers,
// errors) extends something; other classes may be called what the bundler likes.
import { readFileSync } from "node:fs";

const declaration = /\bclass\s+(?!extends\b)([A-Za-z_$][\w$]*)(?:<[^{]*>)?\s+extends\b/g;

/** @param {string} text */
const classesIn = (text) => new Set(Array.from(text.matchAll(declaration), (match) => match[1] ?? ""));

/**
 * @param {string} bundle the output's text
 * @param {readonly string[]} inputs paths of the TypeScript files it was made of
 * @returns {string[]} names in the bundle that no source file declares
 */
export function renamedClasses(bundle, inputs) {
  const declared = new Set(inputs.flatMap((path) => [...classesIn(readFileSync(path, "utf8"))]));
  return [...classesIn(bundle)].filter((name) => !declared.has(name));
}
