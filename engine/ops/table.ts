/** All ops: importing this file declares every family. */
import "./activations.ts";
import "./arithmetic.ts";
import "./bitwise.ts";
import "./choice.ts";
import "./clamp.ts";
import "./comparison.ts";
import "./convolution.ts";
import "./copy.ts";
import "./creation.ts";
import "./dropout.ts";
import "./elementary.ts";
import "./join.ts";
import "./matmul.ts";
import "./pool.ts";
import "./power.ts";
import "./reduce.ts";
import "./rounding.ts";
import "./unary.ts";
import "./views.ts";

export { OPS } from "./registry.ts";
