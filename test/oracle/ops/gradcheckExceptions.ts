/** What gradcheck leaves out, and why. */

export const UNCHECKED: {
  readonly ops: Readonly<Record<string, string>>;
  readonly calls: readonly RegExp[];
} = {
  ops: {
    ...Object.fromEntries(
      ["_bernoulli", "exponential", "geometric", "cauchy", "log_normal"]
        .concat(["normal.Tensor_Tensor", "normal.Tensor_float", "normal.float_Tensor"])
        .map((op) => [op, "drawn numbers have no gradient: PyTorch's is 0 as well, whatever they depend on"]),
    ),
  },
  calls: [
    // The row of the padding index gets no gradient by definition, although the result depends on it.
    /^F\.embedding\(.*padding_idx|^F\.embedding\(.*\},-1, \{\}\)$/,
    // The recorded places are random: where two elements go to the same, one of them is lost.
    /^F\.max_unpool/,
    // One triangle is read; the gradient is that of the symmetric matrix, as PyTorch's: see the sample.
    /^linalg\.eigvalsh/,
    // PyTorch's formula holds for the logarithms of probabilities that add up to 1: see the sample.
    /^F\.ctc_loss/,
    // PyTorch counts gradients otherwise than results where the scale does not give just the sizes.
    /^F\.interpolate.*"scale_factor":\[?(1\.3|2\.3|1\.5,2\.005)/,
    // What is written is true or false, which autograd does not follow: as in PyTorch, the gradient passes by.
    /^x\.logical_\w+_\(/,
    // Drawn numbers: see below.
    /^torch\.normal\(|^x\.(exponential|geometric|cauchy|log_normal|bernoulli)_\(|^torch\.bernoulli\(/,
  ],
};

/** Ops whose derivative is not checked a second time. */
export const NOT_TWICE: Readonly<Record<string, string>> = {
  _to_copy: "finite differences need float64, and the op is a change of dtype",
  grid_sampler_2d: "its backward has no derivative here",
  grid_sampler_3d: "PyTorch refuses as well: its backward has no derivative",
  _ctc_loss: "PyTorch refuses as well: its backward has no derivative",
  _cdist_forward: "PyTorch refuses as well: its backward has no derivative",
  _scaled_dot_product_flash_attention_for_cpu: "PyTorch refuses as well: its backward has no derivative",
};
