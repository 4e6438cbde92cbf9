/** What the rows of mathematical functions of one number share: a method and a function, in place as well; integers become float32. */
export const mathRow = {
  on: ["method", "torch"],
  inplace: true,
  operands: ["self"],
  promotes: "float",
  cost: 4,
} as const;
