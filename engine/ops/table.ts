/** All ops: importing this file declares every family. */
import "./arithmetic.ts";
import "./comparison.ts";
import "./convolution.ts";
import "./copy.ts";
import "./creation.ts";
import "./join.ts";
import "./matmul.ts";
import "./pool.ts";
import "./reduce.ts";
import "./unary.ts";
import "./views.ts";

export { OPS } from "./registry.ts";
