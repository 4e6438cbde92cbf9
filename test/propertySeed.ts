/**
 * Properties try other cases at each run on a developer's machine, and the same ones in continuous integration: a
 * change is not refused there for a case that it has nothing to do with. What a developer's run finds becomes a test.
 */
import fc from "fast-check";

if (process.env.CI) fc.configureGlobal({ seed: 1979 });
