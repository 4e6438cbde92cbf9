/**
 * A layer's arguments in the few words that fit in a node: `3 → 16, 3×3, stride 2`. What PyTorch prints although it is
 * the default, or goes without saying, is left out; the inspector has the whole line.
 */

/** Values that say nothing, by the argument's name. */
const defaults: Readonly<Record<string, readonly string[]>> = {
  stride: ["1", "(1,)", "(1, 1)", "(1, 1, 1)"],
  padding: ["0", "(0,)", "(0, 0)"],
  output_padding: ["0", "(0, 0)"],
  dilation: ["1", "(1,)", "(1, 1)"],
  groups: ["1"],
  bias: ["True"],
  ceil_mode: ["False"],
  inplace: ["False"],
  affine: ["True"],
  track_running_stats: ["True"],
  elementwise_affine: ["True"],
  count_include_pad: ["True"],
  eps: ["1e-05"],
  momentum: ["0.1"],
  approximate: ["'none'"],
  dim: ["None"],
};

/** Words for names that would be longer than what they say. */
const words: Readonly<Record<string, string>> = {
  kernel_size: "",
  num_heads: "heads",
  batch_first: "batch first",
  out_features: "→",
  in_features: "",
};

/** `Conv2d(3, 16, kernel_size=(3, 3), stride=(1, 1))` becomes `3 → 16, 3×3`. */
export function shortArguments(repr: string): string {
  const args = splitArguments(repr.slice(repr.indexOf("(") + 1, repr.lastIndexOf(")")));
  const positional = args.filter(({ name }) => name === "");
  const named = args.filter(({ name, value }) => name !== "" && !defaults[name]?.includes(value));
  // Layers that print two sizes without a name go from the one to the other.
  const lead = positional.map(({ value }) => value).join(/^(Conv|Bilinear)/.test(repr) ? " → " : ", ");
  const parts = lead === "" ? [] : [lead];
  for (const { name, value } of named) {
    const word = words[name] ?? name.replaceAll("_", " ");
    const part = value === "False" ? `no ${word}` : [word, shortValue(name, value)].filter(Boolean).join(" ");
    if (name === "out_features" && parts.length > 0) parts.push(`${parts.pop()} ${part}`);
    else parts.push(part);
  }
  return parts.join(", ");
}

/** A kernel of `(3, 3)` is 3×3; any other pair of equals is one number. */
function shortValue(name: string, value: string): string {
  if (value === "True") return "";
  const numbers = /^\((\d.*?),?\)$/.exec(value)?.[1]?.split(/,\s*/);
  if (name === "kernel_size") return numbers ? numbers.join("×") : `kernel ${value}`;
  return numbers && new Set(numbers).size === 1 ? (numbers[0] ?? value) : value;
}

/** At commas that are in no parentheses. */
function splitArguments(text: string): readonly { readonly name: string; readonly value: string }[] {
  const parts: string[] = [];
  let depth = 0;
  let current = "";
  for (const char of text) {
    if (char === "(" || char === "[") depth++;
    if (char === ")" || char === "]") depth--;
    if (char === "," && depth === 0) {
      parts.push(current);
      current = "";
    } else current += char;
  }
  parts.push(current);
  return parts
    .map((part) => part.trim())
    .filter(Boolean)
    .map((part) => {
      const named = /^(\w+)=(.*)$/s.exec(part);
      return { name: named?.[1] ?? "", value: named?.[2] ?? part };
    });
}
