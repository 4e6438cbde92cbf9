// Where the end-to-end tests find and leave things.
import { fileURLToPath } from "node:url";

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

export const root = at("");
/** Everything below is made anew by every run and ignored by git. Two runs at a time need a folder each. */
export const artifacts = process.env.TENSORGLASS_ARTIFACTS ?? at("artifacts");
/** Pictures that the tests take on purpose, by name. */
export const screenshots = `${artifacts}/e2e`;
/** The packaged extension, installed once for all tests. */
export const extensionsFolder = `${artifacts}/e2e-extensions`;

export const examples = at("examples");
export const workspaces = at("test/e2e/workspaces");
