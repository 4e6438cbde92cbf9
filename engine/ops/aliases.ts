/** Second names of ops, and which in-place forms PyTorch also has as functions. Both in PyTorch's spelling. */

/** `[op, its other names]`, for methods, functions and in-place forms alike. */
export const ALIASES: ReadonlyMap<string, readonly string[]> = new Map([
  ["abs", ["absolute"]],
  ["acos", ["arccos"]],
  ["acosh", ["arccosh"]],
  ["asin", ["arcsin"]],
  ["asinh", ["arcsinh"]],
  ["atan", ["arctan"]],
  ["atan2", ["arctan2"]],
  ["atanh", ["arctanh"]],
  ["cat", ["concat", "concatenate"]],
  ["clamp", ["clip"]],
  ["div", ["divide", "true_divide"]],
  ["ge", ["greater_equal"]],
  ["gt", ["greater"]],
  ["le", ["less_equal"]],
  ["lt", ["less"]],
  ["movedim", ["moveaxis"]],
  ["mul", ["multiply"]],
  ["ne", ["not_equal"]],
  ["neg", ["negative"]],
  ["outer", ["ger"]],
  ["sub", ["subtract"]],
  ["transpose", ["swapaxes", "swapdims"]],
  ["trapezoid", ["trapz"]],
  ["trunc", ["fix"]],
  ["vstack", ["row_stack"]],
]);

export const TORCH_INPLACE: ReadonlySet<string> = new Set(
  (
    "abs_ acos_ acosh_ addmv_ alpha_dropout_ arccos_ arccosh_ arcsin_ arcsinh_ arctan_ arctanh_ as_strided_ asin_ " +
    "asinh_ atan_ atanh_ ceil_ celu_ clamp_ clamp_max_ clamp_min_ clip_ cos_ cosh_ deg2rad_ detach_ dropout_ erf_ " +
    "erfc_ exp2_ exp_ expm1_ feature_alpha_dropout_ feature_dropout_ fill_ fix_ floor_ frac_ gcd_ i0_ index_put_ " +
    "lcm_ ldexp_ log10_ log1p_ log2_ log_ logit_ nan_to_num_ neg_ negative_ rad2deg_ reciprocal_ relu_ round_ " +
    "rrelu_ rsqrt_ selu_ sigmoid_ sin_ sinc_ sinh_ sqrt_ square_ tan_ tanh_ threshold_ trunc_ xlogy_ zero_"
  ).split(" "),
);
