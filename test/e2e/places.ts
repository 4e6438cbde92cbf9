// Where the end-to-end tests find and leave things.
import { fileURLToPath } from "node:url";

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** Everything below is made anew by every run and ignored by git. */
export const artifacts = at("artifacts");
/** Pictures that the tests take on purpose, by name. */
export const screenshots = at("artifacts/e2e");
/** The packaged extension, installed once for all tests. */
export const extensionsFolder = at("artifacts/e2e-extensions");

export const examples = at("examples");
export const workspaces = at("test/e2e/workspaces");
