/** Where the tests of the panel build to and write their pictures. */
import { fileURLToPath } from "node:url";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export const root = at("../..");
/** The panel's bundle and the engine, built for these tests. */
export const built = at("../../artifacts/panel/dist");
export const pictures = at("../../artifacts/panel/pictures");
export const traces = at("../../artifacts/panel/traces");
/** test/webview/extensionSide.ts, bundled. */
export const extensionSide = at("../../artifacts/panel/extensionSide.mjs");
