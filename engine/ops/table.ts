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
import "./extremum.ts";
import "./join.ts";
import "./logsumexp.ts";
import "./matmul.ts";
import "./pool.ts";
import "./power.ts";
import "./reduce.ts";
import "./rounding.ts";
import "./scan.ts";
import "./softmax.ts";
import "./truth.ts";
import "./unary.ts";
import "./variance.ts";
import "./vectorNorm.ts";
import "./views.ts";

export { OPS } from "./registry.ts";
