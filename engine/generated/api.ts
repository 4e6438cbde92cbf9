// Generated from the op table by `npm run generate`. Do not edit.
import type { DType } from "../dtype.ts";
import type { Generator } from "../random/generator.ts";
import type { Device, Tensor } from "../tensor.ts";

/** One number for each dimension, or the same for all. */
export type NumberList = number | readonly number[];
export type DeviceLike = Device | "cpu" | "webgpu" | "meta" | "auto";

/** Methods of tensors. */
export interface TensorMethods {
  /** A copy with its own elements, in the same order or, with `memoryFormat: "contiguous"`, row-major; gradients pass through. */
  clone(options?: { memoryFormat?: string | null }): Tensor;
  /** The values of `src`, broadcast, in the shape and dtype of `self`. `copy_` writes them into `self`. */
  copy_(src: Tensor): Tensor;
  /** `value` everywhere, in the shape and dtype of `self`. `fill_` writes it into `self`. */
  fill_(value: number): Tensor;
  /** The only element of `value` everywhere, in the shape and dtype of `self`. `fill_` writes it into `self`. */
  fill_(value: Tensor): Tensor;
  /** Zeros in the shape and dtype of `self`. `zero_` writes them into `self`. */
  zero_(): Tensor;
  /** The tensor itself where its elements lie row-major, else a copy that does. */
  contiguous(): Tensor;
  /** The same elements under another shape; one size may be -1. Fails where that would need a copy: see `reshape`. */
  view(size: readonly number[]): Tensor;
  view(...size: number[]): Tensor;
  /** The elements in row-major order under another shape; one size may be -1. A view where possible, else a copy. */
  reshape(shape: readonly number[]): Tensor;
  reshape(...shape: number[]): Tensor;
  /** Merges the dimensions from `startDim` to `endDim` into one. */
  flatten(options?: { startDim?: number; endDim?: number }): Tensor;
  flatten(startDim: number, options?: { endDim?: number }): Tensor;
  flatten(startDim: number, endDim: number): Tensor;
  /** The transpose of a matrix; vectors and scalars stay as they are. */
  t(): Tensor;
  /** The transpose of a matrix; vectors and scalars stay as they are. */
  t_(): Tensor;
  /** Swaps two dimensions. */
  transpose(dim0: number, dim1: number): Tensor;
  /** Swaps two dimensions. */
  transpose_(dim0: number, dim1: number): Tensor;
  /** Swaps two dimensions. */
  swapaxes(dim0: number, dim1: number): Tensor;
  /** Swaps two dimensions. */
  swapaxes_(dim0: number, dim1: number): Tensor;
  /** Swaps two dimensions. */
  swapdims(dim0: number, dim1: number): Tensor;
  /** Swaps two dimensions. */
  swapdims_(dim0: number, dim1: number): Tensor;
  /** Puts the dimensions into the order given. */
  permute(dims: readonly number[]): Tensor;
  permute(...dims: number[]): Tensor;
  /** Repeats dimensions of size 1, without copying; -1 keeps a size, new dimensions come first. */
  expand(size: readonly number[]): Tensor;
  expand(...size: number[]): Tensor;
  /** Drops all dimensions of size 1. */
  squeeze(): Tensor;
  /** Drops the dimension if its size is 1. */
  squeeze(dim: number): Tensor;
  squeeze(options: { dim: number }): Tensor;
  /** Drops those of the dimensions whose size is 1. */
  squeeze(dim: readonly number[]): Tensor;
  squeeze(options: { dim: readonly number[] }): Tensor;
  squeeze(...dim: number[]): Tensor;
  /** Drops all dimensions of size 1. */
  squeeze_(): Tensor;
  /** Drops the dimension if its size is 1. */
  squeeze_(dim: number): Tensor;
  squeeze_(options: { dim: number }): Tensor;
  /** Drops those of the dimensions whose size is 1. */
  squeeze_(dim: readonly number[]): Tensor;
  squeeze_(options: { dim: readonly number[] }): Tensor;
  squeeze_(...dim: number[]): Tensor;
  /** Puts a dimension of size 1 at `dim`. */
  unsqueeze(dim: number): Tensor;
  unsqueeze(options: { dim: number }): Tensor;
  /** Puts a dimension of size 1 at `dim`. */
  unsqueeze_(dim: number): Tensor;
  unsqueeze_(options: { dim: number }): Tensor;
  /** One slice along a dimension, which disappears. */
  select(dim: number, index: number): Tensor;
  /** The same elements, outside of the autograd graph. */
  detach(): Tensor;
  /** Any sizes and strides over the elements of the storage, which `storageOffset` counts from. */
  asStrided(size: readonly number[], stride: readonly number[], options?: { storageOffset?: number | null }): Tensor;
  asStrided(size: readonly number[], stride: readonly number[], storageOffset: number | null): Tensor;
  /** Any sizes and strides over the elements of the storage, which `storageOffset` counts from. */
  asStrided_(size: readonly number[], stride: readonly number[], options?: { storageOffset?: number | null }): Tensor;
  asStrided_(size: readonly number[], stride: readonly number[], storageOffset: number | null): Tensor;
  /** `self.view(other.shape)`. */
  viewAs(other: Tensor): Tensor;
  /** `self.expand(other.shape)`. */
  expandAs(other: Tensor): Tensor;
  /** `self + alpha * other`, elementwise with broadcasting. */
  add(other: Tensor | number, options?: { alpha?: number }): Tensor;
  /** `self + alpha * other`, elementwise with broadcasting. */
  add_(other: Tensor | number, options?: { alpha?: number }): Tensor;
  /** `self - alpha * other`, elementwise with broadcasting. */
  sub(other: Tensor | number, options?: { alpha?: number }): Tensor;
  /** `self - alpha * other`, elementwise with broadcasting. */
  sub_(other: Tensor | number, options?: { alpha?: number }): Tensor;
  /** `self - alpha * other`, elementwise with broadcasting. */
  subtract(other: Tensor | number, options?: { alpha?: number }): Tensor;
  /** `self - alpha * other`, elementwise with broadcasting. */
  subtract_(other: Tensor | number, options?: { alpha?: number }): Tensor;
  /** `self * other`, elementwise with broadcasting. */
  mul(other: Tensor | number): Tensor;
  /** `self * other`, elementwise with broadcasting. */
  mul_(other: Tensor | number): Tensor;
  /** `self * other`, elementwise with broadcasting. */
  multiply(other: Tensor | number): Tensor;
  /** `self * other`, elementwise with broadcasting. */
  multiply_(other: Tensor | number): Tensor;
  /** `self / other`, elementwise with broadcasting; integers give float32. */
  div(other: Tensor | number): Tensor;
  /** `self / other`, rounded toward zero (`"trunc"`) or down (`"floor"`); integers stay integers. */
  div(other: Tensor | number, options?: { roundingMode?: string }): Tensor;
  /** `self / other`, elementwise with broadcasting; integers give float32. */
  div_(other: Tensor | number): Tensor;
  /** `self / other`, rounded toward zero (`"trunc"`) or down (`"floor"`); integers stay integers. */
  div_(other: Tensor | number, options?: { roundingMode?: string }): Tensor;
  /** `self / other`, elementwise with broadcasting; integers give float32. */
  divide(other: Tensor | number): Tensor;
  /** `self / other`, rounded toward zero (`"trunc"`) or down (`"floor"`); integers stay integers. */
  divide(other: Tensor | number, options?: { roundingMode?: string }): Tensor;
  /** `self / other`, elementwise with broadcasting; integers give float32. */
  divide_(other: Tensor | number): Tensor;
  /** `self / other`, rounded toward zero (`"trunc"`) or down (`"floor"`); integers stay integers. */
  divide_(other: Tensor | number, options?: { roundingMode?: string }): Tensor;
  /** `self / other`, elementwise with broadcasting; integers give float32. */
  trueDivide(other: Tensor | number): Tensor;
  /** `self / other`, rounded toward zero (`"trunc"`) or down (`"floor"`); integers stay integers. */
  trueDivide(other: Tensor | number, options?: { roundingMode?: string }): Tensor;
  /** `self / other`, elementwise with broadcasting; integers give float32. */
  trueDivide_(other: Tensor | number): Tensor;
  /** `self / other`, rounded toward zero (`"trunc"`) or down (`"floor"`); integers stay integers. */
  trueDivide_(other: Tensor | number, options?: { roundingMode?: string }): Tensor;
  /** The product of two matrices, `[m, k]` by `[k, n]`. */
  mm(mat2: Tensor): Tensor;
  /** `beta * self + alpha * (mat1 · mat2)`; `self` is broadcast to `[m, n]`. */
  addmm(mat1: Tensor, mat2: Tensor, options?: { beta?: number; alpha?: number }): Tensor;
  /** `beta * self + alpha * (mat1 · mat2)`; `self` is broadcast to `[m, n]`. */
  addmm_(mat1: Tensor, mat2: Tensor, options?: { beta?: number; alpha?: number }): Tensor;
  /** Products of matrices in two batches, `[b, m, k]` by `[b, k, n]`. */
  bmm(mat2: Tensor): Tensor;
  /** The product of a matrix `[m, k]` and a vector `[k]`. */
  mv(vec: Tensor): Tensor;
  /** The sum of the products of two vectors' elements. */
  dot(tensor: Tensor): Tensor;
  /** The sum of the products of two vectors' elements. */
  vdot(other: Tensor): Tensor;
  /** The matrix product; leading dimensions are batches and are broadcast, vectors act as rows and columns. */
  matmul(other: Tensor): Tensor;
  /** `beta * self + alpha * (batch1 · batch2)` of batches of matrices, `[b, m, k]` by `[b, k, n]`; `self` is broadcast to `[b, m, n]`. */
  baddbmm(batch1: Tensor, batch2: Tensor, options?: { beta?: number; alpha?: number }): Tensor;
  /** `beta * self + alpha * (batch1 · batch2)` of batches of matrices, `[b, m, k]` by `[b, k, n]`; `self` is broadcast to `[b, m, n]`. */
  baddbmm_(batch1: Tensor, batch2: Tensor, options?: { beta?: number; alpha?: number }): Tensor;
  /** `beta * self + alpha * Σ (batch1 · batch2)`: the products of two batches of matrices added up; `self` is broadcast to `[m, n]`. */
  addbmm(batch1: Tensor, batch2: Tensor, options?: { beta?: number; alpha?: number }): Tensor;
  /** `beta * self + alpha * Σ (batch1 · batch2)`: the products of two batches of matrices added up; `self` is broadcast to `[m, n]`. */
  addbmm_(batch1: Tensor, batch2: Tensor, options?: { beta?: number; alpha?: number }): Tensor;
  /** `beta * self + alpha * (mat · vec)` of a matrix `[m, k]` and a vector `[k]`; `self` is broadcast to `[m]`. */
  addmv(mat: Tensor, vec: Tensor, options?: { beta?: number; alpha?: number }): Tensor;
  /** `beta * self + alpha * (mat · vec)` of a matrix `[m, k]` and a vector `[k]`; `self` is broadcast to `[m]`. */
  addmv_(mat: Tensor, vec: Tensor, options?: { beta?: number; alpha?: number }): Tensor;
  /** `beta * self + alpha * (vec1 ⊗ vec2)`: the products of all elements of two vectors, `[m]` and `[n]`; `self` is broadcast to `[m, n]`. */
  addr(vec1: Tensor, vec2: Tensor, options?: { beta?: number; alpha?: number }): Tensor;
  /** `beta * self + alpha * (vec1 ⊗ vec2)`: the products of all elements of two vectors, `[m]` and `[n]`; `self` is broadcast to `[m, n]`. */
  addr_(vec1: Tensor, vec2: Tensor, options?: { beta?: number; alpha?: number }): Tensor;
  /** `self` with `values`, broadcast, in the places that tensors of integers name; `accumulate` adds them up. */
  indexPut(indices: readonly (Tensor | null)[], values: Tensor, options?: { accumulate?: boolean }): Tensor;
  indexPut(indices: readonly (Tensor | null)[], values: Tensor, accumulate: boolean): Tensor;
  /** `self` with `values`, broadcast, in the places that tensors of integers name; `accumulate` adds them up. */
  indexPut_(indices: readonly (Tensor | null)[], values: Tensor, options?: { accumulate?: boolean }): Tensor;
  indexPut_(indices: readonly (Tensor | null)[], values: Tensor, accumulate: boolean): Tensor;
  /** Zeros of the shape given, with this tensor's dtype and device. */
  newZeros(size: readonly number[], options?: { dtype?: DType | null; device?: DeviceLike | null }): Tensor;
  newZeros(...size: number[]): Tensor;
  newZeros(...args: [...size: number[], options: { dtype?: DType | null; device?: DeviceLike | null }]): Tensor;
  /** Ones of the shape given, with this tensor's dtype and device. */
  newOnes(size: readonly number[], options?: { dtype?: DType | null; device?: DeviceLike | null }): Tensor;
  newOnes(...size: number[]): Tensor;
  newOnes(...args: [...size: number[], options: { dtype?: DType | null; device?: DeviceLike | null }]): Tensor;
  /** Numbers drawn evenly from [from, to). */
  uniform_(options?: { from?: number; to?: number; generator?: Generator | null }): Tensor;
  uniform_(from: number, options?: { to?: number; generator?: Generator | null }): Tensor;
  uniform_(from: number, to: number, options?: { generator?: Generator | null }): Tensor;
  /** Numbers drawn from the normal distribution. */
  normal_(options?: { mean?: number; std?: number; generator?: Generator | null }): Tensor;
  normal_(mean: number, options?: { std?: number; generator?: Generator | null }): Tensor;
  normal_(mean: number, std: number, options?: { generator?: Generator | null }): Tensor;
  /** Integers drawn evenly from [from, to). */
  random_(from: number, to: number, options?: { generator?: Generator | null }): Tensor;
  /** Integers drawn evenly from [0, to). */
  random_(to: number, options?: { generator?: Generator | null }): Tensor;
  /** Integers drawn evenly from 0 up to the largest that the dtype holds exactly. */
  random_(options?: { generator?: Generator | null }): Tensor;
  /** A tensor whose elements are not set, with this tensor's dtype and device. */
  newEmpty(size: readonly number[], options?: { dtype?: DType | null; device?: DeviceLike | null; requiresGrad?: boolean }): Tensor;
  newEmpty(...size: number[]): Tensor;
  newEmpty(...args: [...size: number[], options: { dtype?: DType | null; device?: DeviceLike | null; requiresGrad?: boolean }]): Tensor;
  /** `fillValue` everywhere, with this tensor's dtype and device. */
  newFull(size: readonly number[], fillValue: number, options?: { dtype?: DType | null; device?: DeviceLike | null; requiresGrad?: boolean }): Tensor;
  /** 1 with the probability `p`, else 0. */
  bernoulli_(options?: { p?: number; generator?: Generator | null }): Tensor;
  bernoulli_(p: number, options?: { generator?: Generator | null }): Tensor;
  /** 1 with the probability that `p`, broadcast, tells, else 0. */
  bernoulli_(p: Tensor, options?: { generator?: Generator | null }): Tensor;
  /** 1 with the probability that each element tells, else 0. */
  bernoulli(options?: { generator?: Generator | null }): Tensor;
  /** 1 with the probability `p`, else 0, in the shape and dtype of `self`. */
  bernoulli(p: number, options?: { generator?: Generator | null }): Tensor;
  /** Numbers drawn from the exponential distribution of the rate `lambd`. */
  exponential_(options?: { lambd?: number; generator?: Generator | null }): Tensor;
  exponential_(lambd: number, options?: { generator?: Generator | null }): Tensor;
  /** How many throws it takes to the first success, which has the probability `p`. */
  geometric_(p: number, options?: { generator?: Generator | null }): Tensor;
  /** Numbers drawn from the Cauchy distribution. */
  cauchy_(options?: { median?: number; sigma?: number; generator?: Generator | null }): Tensor;
  cauchy_(median: number, options?: { sigma?: number; generator?: Generator | null }): Tensor;
  cauchy_(median: number, sigma: number, options?: { generator?: Generator | null }): Tensor;
  /** Numbers whose logarithms are drawn from the normal distribution. */
  logNormal_(options?: { mean?: number; std?: number; generator?: Generator | null }): Tensor;
  logNormal_(mean: number, options?: { std?: number; generator?: Generator | null }): Tensor;
  logNormal_(mean: number, std: number, options?: { generator?: Generator | null }): Tensor;
  /** Indices drawn with the weights that each row tells: `[n]` or `[m, n]` to `[numSamples]` or `[m, numSamples]`. Without `replacement` none comes twice. */
  multinomial(numSamples: number, options?: { replacement?: boolean; generator?: Generator | null }): Tensor;
  multinomial(numSamples: number, replacement: boolean, options?: { generator?: Generator | null }): Tensor;
  /** `exp(x) / sum(exp(x))` along a dimension: positive numbers that add up to 1. */
  softmax(dim: number, options?: { dtype?: DType | null }): Tensor;
  softmax(dim: number, dtype: DType | null): Tensor;
  softmax(options: { dim: number; dtype?: DType | null }): Tensor;
  /** The logarithm of `softmax` along a dimension, without overflow. */
  logSoftmax(dim: number, options?: { dtype?: DType | null }): Tensor;
  logSoftmax(dim: number, dtype: DType | null): Tensor;
  logSoftmax(options: { dim: number; dtype?: DType | null }): Tensor;
  /** The slices of a dimension that `index`, a vector, names, in its order. */
  indexSelect(dim: number, index: Tensor): Tensor;
  /** `self` with `alpha` times the slices of `source` added to those that `index`, a vector, names. */
  indexAdd(dim: number, index: Tensor, source: Tensor, options?: { alpha?: number }): Tensor;
  /** `self` with `alpha` times the slices of `source` added to those that `index`, a vector, names. */
  indexAdd_(dim: number, index: Tensor, source: Tensor, options?: { alpha?: number }): Tensor;
  /** For each place of `index`, the element that it names along `dim`: `out[i][j] = self[index[i][j]][j]` for dim 0. */
  gather(dim: number, index: Tensor, options?: { sparseGrad?: boolean }): Tensor;
  /** `self` with the elements of `src` where `index` names places along `dim`: the reverse of `gather`. */
  scatter(dim: number, index: Tensor, src: Tensor): Tensor;
  /** `self` with `value` where `index` names places along `dim`. */
  scatter(dim: number, index: Tensor, value: number): Tensor;
  /** `self` with the elements of `src` where `index` names places along `dim`: the reverse of `gather`. */
  scatter_(dim: number, index: Tensor, src: Tensor): Tensor;
  /** `self` with `value` where `index` names places along `dim`. */
  scatter_(dim: number, index: Tensor, value: number): Tensor;
  /** `self` with the elements of `src` added where `index` names places along `dim`. */
  scatterAdd(dim: number, index: Tensor, src: Tensor): Tensor;
  /** `self` with the elements of `src` added where `index` names places along `dim`. */
  scatterAdd_(dim: number, index: Tensor, src: Tensor): Tensor;
  /** `gather` with `self` and `indices` broadcast against each other, but for `dim`. */
  takeAlongDim(indices: Tensor, dim: number): Tensor;
  takeAlongDim(indices: Tensor, options: { dim: number }): Tensor;
  /** The elements in reverse order along the dimensions given. */
  flip(dims: readonly number[]): Tensor;
  flip(...dims: number[]): Tensor;
  /** The elements moved along dimensions, or, without `dims`, in row-major order; what leaves at one end enters at the other. */
  roll(shifts: NumberList, options?: { dims?: NumberList }): Tensor;
  roll(shifts: NumberList, dims: NumberList): Tensor;
  /** The tensor side by side with itself, so often along each dimension; further dimensions come first. */
  repeat(repeats: readonly number[]): Tensor;
  repeat(...repeats: number[]): Tensor;
  /** `repeat`, but dimensions that are not given are taken once. */
  tile(dims: readonly number[]): Tensor;
  tile(...dims: number[]): Tensor;
  /** The lower triangle of each matrix, up to a diagonal, zeros above. */
  tril(options?: { diagonal?: number }): Tensor;
  tril(diagonal: number): Tensor;
  /** The lower triangle of each matrix, up to a diagonal, zeros above. */
  tril_(options?: { diagonal?: number }): Tensor;
  tril_(diagonal: number): Tensor;
  /** The upper triangle of each matrix, from a diagonal on, zeros below. */
  triu(options?: { diagonal?: number }): Tensor;
  triu(diagonal: number): Tensor;
  /** The upper triangle of each matrix, from a diagonal on, zeros below. */
  triu_(options?: { diagonal?: number }): Tensor;
  triu_(diagonal: number): Tensor;
  /** The products of all elements of two vectors, `[n]` and `[m]`, as `[n, m]`. */
  outer(vec2: Tensor): Tensor;
  /** The products of all elements of two vectors, `[n]` and `[m]`, as `[n, m]`. */
  ger(vec2: Tensor): Tensor;
  /** The bits that both have. */
  bitwiseAnd(other: Tensor | number): Tensor;
  /** The bits that both have. */
  bitwiseAnd_(other: Tensor | number): Tensor;
  /** The bits that one has. */
  bitwiseOr(other: Tensor | number): Tensor;
  /** The bits that one has. */
  bitwiseOr_(other: Tensor | number): Tensor;
  /** The bits that just one has. */
  bitwiseXor(other: Tensor | number): Tensor;
  /** The bits that just one has. */
  bitwiseXor_(other: Tensor | number): Tensor;
  /** All bits flipped; true becomes false. */
  bitwiseNot(): Tensor;
  /** All bits flipped; true becomes false. */
  bitwiseNot_(): Tensor;
  /** The tensor's own elements where `condition` holds, else those of `other`; all three are broadcast. */
  where(condition: Tensor, other: Tensor | number): Tensor;
  /** `value` where `mask` holds, else the element; `mask` is broadcast. */
  maskedFill(mask: Tensor, value: number): Tensor;
  /** The only element of `value` where `mask` holds, else the element; `mask` is broadcast. */
  maskedFill(mask: Tensor, value: Tensor): Tensor;
  /** `value` where `mask` holds, else the element; `mask` is broadcast. */
  maskedFill_(mask: Tensor, value: number): Tensor;
  /** The only element of `value` where `mask` holds, else the element; `mask` is broadcast. */
  maskedFill_(mask: Tensor, value: Tensor): Tensor;
  /** `self + weight * (end - self)`: on the line from `self` to `end`. */
  lerp(end: Tensor, weight: number): Tensor;
  /** `self + weight * (end - self)`, elementwise with broadcasting. */
  lerp(end: Tensor, weight: Tensor): Tensor;
  /** `self + weight * (end - self)`: on the line from `self` to `end`. */
  lerp_(end: Tensor, weight: number): Tensor;
  /** `self + weight * (end - self)`, elementwise with broadcasting. */
  lerp_(end: Tensor, weight: Tensor): Tensor;
  /** `self + value * tensor1 * tensor2`, elementwise with broadcasting. */
  addcmul(tensor1: Tensor, tensor2: Tensor, options?: { value?: number }): Tensor;
  /** `self + value * tensor1 * tensor2`, elementwise with broadcasting. */
  addcmul_(tensor1: Tensor, tensor2: Tensor, options?: { value?: number }): Tensor;
  /** `self + value * tensor1 / tensor2`, elementwise with broadcasting. */
  addcdiv(tensor1: Tensor, tensor2: Tensor, options?: { value?: number }): Tensor;
  /** `self + value * tensor1 / tensor2`, elementwise with broadcasting. */
  addcdiv_(tensor1: Tensor, tensor2: Tensor, options?: { value?: number }): Tensor;
  /** Each element, but at least `min` and at most `max`; either may be left out. */
  clamp(options?: { min?: number | null; max?: number | null }): Tensor;
  clamp(min: number | null, options?: { max?: number | null }): Tensor;
  clamp(min: number | null, max: number | null): Tensor;
  /** Each element, but at least that of `min` and at most that of `max`, with broadcasting; either may be left out. */
  clamp(options?: { min?: Tensor | null; max?: Tensor | null }): Tensor;
  clamp(min: Tensor | null, options?: { max?: Tensor | null }): Tensor;
  clamp(min: Tensor | null, max: Tensor | null): Tensor;
  /** Each element, but at least `min` and at most `max`; either may be left out. */
  clamp_(options?: { min?: number | null; max?: number | null }): Tensor;
  clamp_(min: number | null, options?: { max?: number | null }): Tensor;
  clamp_(min: number | null, max: number | null): Tensor;
  /** Each element, but at least that of `min` and at most that of `max`, with broadcasting; either may be left out. */
  clamp_(options?: { min?: Tensor | null; max?: Tensor | null }): Tensor;
  clamp_(min: Tensor | null, options?: { max?: Tensor | null }): Tensor;
  clamp_(min: Tensor | null, max: Tensor | null): Tensor;
  /** Each element, but at least `min` and at most `max`; either may be left out. */
  clip(options?: { min?: number | null; max?: number | null }): Tensor;
  clip(min: number | null, options?: { max?: number | null }): Tensor;
  clip(min: number | null, max: number | null): Tensor;
  /** Each element, but at least that of `min` and at most that of `max`, with broadcasting; either may be left out. */
  clip(options?: { min?: Tensor | null; max?: Tensor | null }): Tensor;
  clip(min: Tensor | null, options?: { max?: Tensor | null }): Tensor;
  clip(min: Tensor | null, max: Tensor | null): Tensor;
  /** Each element, but at least `min` and at most `max`; either may be left out. */
  clip_(options?: { min?: number | null; max?: number | null }): Tensor;
  clip_(min: number | null, options?: { max?: number | null }): Tensor;
  clip_(min: number | null, max: number | null): Tensor;
  /** Each element, but at least that of `min` and at most that of `max`, with broadcasting; either may be left out. */
  clip_(options?: { min?: Tensor | null; max?: Tensor | null }): Tensor;
  clip_(min: Tensor | null, options?: { max?: Tensor | null }): Tensor;
  clip_(min: Tensor | null, max: Tensor | null): Tensor;
  /** Each element, but at least `min`. */
  clampMin(min: number): Tensor;
  /** Each element, but at least that of `min`, with broadcasting. */
  clampMin(min: Tensor): Tensor;
  /** Each element, but at least `min`. */
  clampMin_(min: number): Tensor;
  /** Each element, but at least that of `min`, with broadcasting. */
  clampMin_(min: Tensor): Tensor;
  /** Each element, but at most `max`. */
  clampMax(max: number): Tensor;
  /** Each element, but at most that of `max`, with broadcasting. */
  clampMax(max: Tensor): Tensor;
  /** Each element, but at most `max`. */
  clampMax_(max: number): Tensor;
  /** Each element, but at most that of `max`, with broadcasting. */
  clampMax_(max: Tensor): Tensor;
  /** Numbers in place of NaN (0 unless given) and infinities (the dtype's largest unless given). */
  nanToNum(options?: { nan?: number | null; posinf?: number | null; neginf?: number | null }): Tensor;
  nanToNum(nan: number | null, options?: { posinf?: number | null; neginf?: number | null }): Tensor;
  nanToNum(nan: number | null, posinf: number | null, options?: { neginf?: number | null }): Tensor;
  nanToNum(nan: number | null, posinf: number | null, neginf: number | null): Tensor;
  /** Numbers in place of NaN (0 unless given) and infinities (the dtype's largest unless given). */
  nanToNum_(options?: { nan?: number | null; posinf?: number | null; neginf?: number | null }): Tensor;
  nanToNum_(nan: number | null, options?: { posinf?: number | null; neginf?: number | null }): Tensor;
  nanToNum_(nan: number | null, posinf: number | null, options?: { neginf?: number | null }): Tensor;
  nanToNum_(nan: number | null, posinf: number | null, neginf: number | null): Tensor;
  /** Where both are equal. */
  eq(other: Tensor | number): Tensor;
  /** Where both are equal. */
  eq_(other: Tensor | number): Tensor;
  /** Where both differ. */
  ne(other: Tensor | number): Tensor;
  /** Where both differ. */
  ne_(other: Tensor | number): Tensor;
  /** Where both differ. */
  notEqual(other: Tensor | number): Tensor;
  /** Where both differ. */
  notEqual_(other: Tensor | number): Tensor;
  /** Where `self` is smaller. */
  lt(other: Tensor | number): Tensor;
  /** Where `self` is smaller. */
  lt_(other: Tensor | number): Tensor;
  /** Where `self` is smaller. */
  less(other: Tensor | number): Tensor;
  /** Where `self` is smaller. */
  less_(other: Tensor | number): Tensor;
  /** Where `self` is smaller or equal. */
  le(other: Tensor | number): Tensor;
  /** Where `self` is smaller or equal. */
  le_(other: Tensor | number): Tensor;
  /** Where `self` is smaller or equal. */
  lessEqual(other: Tensor | number): Tensor;
  /** Where `self` is smaller or equal. */
  lessEqual_(other: Tensor | number): Tensor;
  /** Where `self` is larger. */
  gt(other: Tensor | number): Tensor;
  /** Where `self` is larger. */
  gt_(other: Tensor | number): Tensor;
  /** Where `self` is larger. */
  greater(other: Tensor | number): Tensor;
  /** Where `self` is larger. */
  greater_(other: Tensor | number): Tensor;
  /** Where `self` is larger or equal. */
  ge(other: Tensor | number): Tensor;
  /** Where `self` is larger or equal. */
  ge_(other: Tensor | number): Tensor;
  /** Where `self` is larger or equal. */
  greaterEqual(other: Tensor | number): Tensor;
  /** Where `self` is larger or equal. */
  greaterEqual_(other: Tensor | number): Tensor;
  /** Where both are not 0. */
  logicalAnd(other: Tensor): Tensor;
  /** Where both are not 0. */
  logicalAnd_(other: Tensor): Tensor;
  /** Where one is not 0. */
  logicalOr(other: Tensor): Tensor;
  /** Where one is not 0. */
  logicalOr_(other: Tensor): Tensor;
  /** Where just one is not 0. */
  logicalXor(other: Tensor): Tensor;
  /** Where just one is not 0. */
  logicalXor_(other: Tensor): Tensor;
  /** Where it is 0. */
  logicalNot(): Tensor;
  /** Where it is 0. */
  logicalNot_(): Tensor;
  /** Where it is NaN. */
  isnan(): Tensor;
  /** Where it is infinite. */
  isinf(): Tensor;
  /** Where it is neither infinite nor NaN. */
  isfinite(): Tensor;
  /** The sum of all elements. */
  sum(options?: { dtype?: DType | null }): Tensor;
  /** The sum over the dimensions given. */
  sum(dim: NumberList | null, options?: { keepdim?: boolean; dtype?: DType | null }): Tensor;
  sum(dim: NumberList | null, keepdim: boolean, options?: { dtype?: DType | null }): Tensor;
  sum(options: { dim: NumberList | null; keepdim?: boolean; dtype?: DType | null }): Tensor;
  /** The mean of all elements. */
  mean(options?: { dtype?: DType | null }): Tensor;
  /** The mean over the dimensions given. */
  mean(dim: NumberList | null, options?: { keepdim?: boolean; dtype?: DType | null }): Tensor;
  mean(dim: NumberList | null, keepdim: boolean, options?: { dtype?: DType | null }): Tensor;
  mean(options: { dim: NumberList | null; keepdim?: boolean; dtype?: DType | null }): Tensor;
  /** Sums over the dimensions along which a tensor of shape `size` would be repeated to give this shape. */
  sumToSize(size: readonly number[]): Tensor;
  sumToSize(...size: number[]): Tensor;
  /** The sum of products over the last dimension of both: `[…, k]` by `[…, k]`. */
  inner(other: Tensor): Tensor;
  /** The Kronecker product: `other` times each element of `self`, laid out as blocks; sizes multiply. */
  kron(other: Tensor): Tensor;
  /** The covariances of the rows of `[variables, observations]`: `[variables, variables]`; of a vector its variance. `fweights` says how often each observation was made, `aweights` how much it counts. */
  cov(options?: { correction?: number; fweights?: Tensor | null; aweights?: Tensor | null }): Tensor;
  /** The correlations of the rows of `[variables, observations]`, between -1 and 1. */
  corrcoef(): Tensor;
  /** The cross product of the vectors of three along `dim`; without it, along the first dimension of size 3. */
  cross(other: Tensor, options?: { dim?: number | null }): Tensor;
  cross(other: Tensor, dim: number | null): Tensor;
  /** Parts of `splitSize` along a dimension, the last one smaller if need be: views. */
  split(splitSize: number, options?: { dim?: number }): Tensor[];
  split(splitSize: number, dim: number): Tensor[];
  /** Parts of the sizes given along a dimension: views. */
  split(splitSizes: readonly number[], options?: { dim?: number }): Tensor[];
  split(splitSizes: readonly number[], dim: number): Tensor[];
  /** At most `chunks` parts of equal size along a dimension, the last one smaller if need be: views. */
  chunk(chunks: number, options?: { dim?: number }): Tensor[];
  chunk(chunks: number, dim: number): Tensor[];
  /** All slices along a dimension, which disappears: views. */
  unbind(options?: { dim?: number }): Tensor[];
  unbind(dim: number): Tensor[];
  /** `length` slices along a dimension from `start` on: a view. */
  narrow(dim: number, start: number, length: number): Tensor;
  /** Moves a dimension to another place; the others keep their order. */
  movedim(source: number, destination: number): Tensor;
  /** Moves dimensions to other places; those not named keep their order. */
  movedim(source: readonly number[], destination: readonly number[]): Tensor;
  /** Moves a dimension to another place; the others keep their order. */
  moveaxis(source: number, destination: number): Tensor;
  /** Moves dimensions to other places; those not named keep their order. */
  moveaxis(source: readonly number[], destination: readonly number[]): Tensor;
  /** Cuts one dimension into several; one size may be -1. */
  unflatten(dim: number, sizes: readonly number[]): Tensor;
  /** The diagonal of two dimensions, as a last one: a view. */
  diagonal(options?: { offset?: number; dim1?: number; dim2?: number }): Tensor;
  diagonal(offset: number, options?: { dim1?: number; dim2?: number }): Tensor;
  diagonal(offset: number, dim1: number, options?: { dim2?: number }): Tensor;
  diagonal(offset: number, dim1: number, dim2: number): Tensor;
  /** Matrices with the last dimension as their diagonal, zeros elsewhere; `dim1` and `dim2` are the result's dimensions of the matrices. */
  diagEmbed(options?: { offset?: number; dim1?: number; dim2?: number }): Tensor;
  diagEmbed(offset: number, options?: { dim1?: number; dim2?: number }): Tensor;
  diagEmbed(offset: number, dim1: number, options?: { dim2?: number }): Tensor;
  diagEmbed(offset: number, dim1: number, dim2: number): Tensor;
  /** A matrix with all elements, one after another, as its diagonal. */
  diagflat(options?: { offset?: number }): Tensor;
  diagflat(offset: number): Tensor;
  /** The diagonal of a matrix, or a matrix with the vector given as its diagonal; `diagonal` counts from the main one, upwards. */
  diag(options?: { diagonal?: number }): Tensor;
  diag(diagonal: number): Tensor;
  /** The sum of a matrix's diagonal. */
  trace(): Tensor;
  /** The sine of each element, in radians. */
  sin(): Tensor;
  /** The sine of each element, in radians. */
  sin_(): Tensor;
  /** The cosine of each element, in radians. */
  cos(): Tensor;
  /** The cosine of each element, in radians. */
  cos_(): Tensor;
  /** The error function of each element: `2/√π ∫₀ˣ exp(-t²) dt`. */
  erf(): Tensor;
  /** The error function of each element: `2/√π ∫₀ˣ exp(-t²) dt`. */
  erf_(): Tensor;
  /** `log(1 + x)` of each element, exact for small x. */
  log1p(): Tensor;
  /** `log(1 + x)` of each element, exact for small x. */
  log1p_(): Tensor;
  /** The logarithm of each element to the base 2. */
  log2(): Tensor;
  /** The logarithm of each element to the base 2. */
  log2_(): Tensor;
  /** `exp(x) - 1` of each element, exact for small x. */
  expm1(): Tensor;
  /** `exp(x) - 1` of each element, exact for small x. */
  expm1_(): Tensor;
  /** `1 / √x` of each element. */
  rsqrt(): Tensor;
  /** `1 / √x` of each element. */
  rsqrt_(): Tensor;
  /** `1 / x` of each element. */
  reciprocal(): Tensor;
  /** `1 / x` of each element. */
  reciprocal_(): Tensor;
  /** The largest of all elements. */
  max(): Tensor;
  /** The largest element along a dimension, and its index there: `[values, indices]`. */
  max(dim: number, options?: { keepdim?: boolean }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  max(dim: number, keepdim: boolean): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  max(options: { dim: number; keepdim?: boolean }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  /** The larger of two elements: `maximum`. */
  max(other: Tensor): Tensor;
  /** The smallest of all elements. */
  min(): Tensor;
  /** The smallest element along a dimension, and its index there: `[values, indices]`. */
  min(dim: number, options?: { keepdim?: boolean }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  min(dim: number, keepdim: boolean): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  min(options: { dim: number; keepdim?: boolean }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  /** The smaller of two elements: `minimum`. */
  min(other: Tensor): Tensor;
  /** The largest element over the dimensions given; equal ones share the gradient. */
  amax(options?: { dim?: NumberList; keepdim?: boolean }): Tensor;
  amax(dim: NumberList, options?: { keepdim?: boolean }): Tensor;
  amax(dim: NumberList, keepdim: boolean): Tensor;
  /** The smallest element over the dimensions given; equal ones share the gradient. */
  amin(options?: { dim?: NumberList; keepdim?: boolean }): Tensor;
  amin(dim: NumberList, options?: { keepdim?: boolean }): Tensor;
  amin(dim: NumberList, keepdim: boolean): Tensor;
  /** The index of the largest element: along a dimension, or in row-major order of all. */
  argmax(options?: { dim?: number | null; keepdim?: boolean }): Tensor;
  argmax(dim: number | null, options?: { keepdim?: boolean }): Tensor;
  argmax(dim: number | null, keepdim: boolean): Tensor;
  /** The index of the smallest element: along a dimension, or in row-major order of all. */
  argmin(options?: { dim?: number | null; keepdim?: boolean }): Tensor;
  argmin(dim: number | null, options?: { keepdim?: boolean }): Tensor;
  argmin(dim: number | null, keepdim: boolean): Tensor;
  /** The larger of two elements; NaN where one is NaN. Equal ones share the gradient. */
  maximum(other: Tensor): Tensor;
  /** The smaller of two elements; NaN where one is NaN. Equal ones share the gradient. */
  minimum(other: Tensor): Tensor;
  /** `self` with the slices of `source` in the places along `dim` that `index`, a vector, names. */
  indexCopy(dim: number, index: Tensor, source: Tensor): Tensor;
  /** `self` with the slices of `source` in the places along `dim` that `index`, a vector, names. */
  indexCopy_(dim: number, index: Tensor, source: Tensor): Tensor;
  /** `self` with `value` in the slices along `dim` that `index`, a vector, names. */
  indexFill(dim: number, index: Tensor, value: number): Tensor;
  /** `self` with the only element of `value` in the slices along `dim` that `index`, a vector, names. */
  indexFill(dim: number, index: Tensor, value: Tensor): Tensor;
  /** `self` with `value` in the slices along `dim` that `index`, a vector, names. */
  indexFill_(dim: number, index: Tensor, value: number): Tensor;
  /** `self` with the only element of `value` in the slices along `dim` that `index`, a vector, names. */
  indexFill_(dim: number, index: Tensor, value: Tensor): Tensor;
  /** The elements that `index` names in row-major order of all, in the shape of `index`. */
  take(index: Tensor): Tensor;
  /** `self` with the elements of `source` in the places that `index` names in row-major order of all; `accumulate` adds them. */
  put(index: Tensor, source: Tensor, options?: { accumulate?: boolean }): Tensor;
  put(index: Tensor, source: Tensor, accumulate: boolean): Tensor;
  /** `self` with the elements of `source` in the places that `index` names in row-major order of all; `accumulate` adds them. */
  put_(index: Tensor, source: Tensor, options?: { accumulate?: boolean }): Tensor;
  put_(index: Tensor, source: Tensor, accumulate: boolean): Tensor;
  /** `self` with the elements of `source`, one after the other, where `mask`, which is broadcast, holds. */
  maskedScatter(mask: Tensor, source: Tensor): Tensor;
  /** `self` with the elements of `source`, one after the other, where `mask`, which is broadcast, holds. */
  maskedScatter_(mask: Tensor, source: Tensor): Tensor;
  /** The inverses of matrices `[…, n, n]`. */
  inverse(): Tensor;
  /** The determinants of matrices `[…, n, n]`. */
  det(): Tensor;
  /** The signs of the determinants of matrices `[…, n, n]`, and the logarithms of their sizes. */
  slogdet(): [Tensor, Tensor] & { readonly sign: Tensor; readonly logabsdet: Tensor };
  /** The logarithms of the determinants of matrices `[…, n, n]`; NaN where one is negative. */
  logdet(): Tensor;
  /** The pseudoinverses of matrices `[…, m, n]`. */
  pinverse(options?: { rcond?: number }): Tensor;
  pinverse(rcond: number): Tensor;
  /** The p-norm of all elements, or over the dimensions given. */
  norm(options?: { p?: number | null; dim?: NumberList | null; keepdim?: boolean; dtype?: DType | null }): Tensor;
  norm(p: number | null, options?: { dim?: NumberList | null; keepdim?: boolean; dtype?: DType | null }): Tensor;
  norm(p: number | null, dim: NumberList | null, options?: { keepdim?: boolean; dtype?: DType | null }): Tensor;
  norm(p: number | null, dim: NumberList | null, keepdim: boolean, options?: { dtype?: DType | null }): Tensor;
  /** The Frobenius norm, `"fro"`: the root of the sum of squares. */
  norm(p: string, options?: { dim?: NumberList | null; keepdim?: boolean }): Tensor;
  norm(p: string, dim: NumberList | null, options?: { keepdim?: boolean }): Tensor;
  norm(p: string, dim: NumberList | null, keepdim: boolean): Tensor;
  /** Matrices `[…, m, m]` to a whole power. */
  matrixPower(n: number): Tensor;
  /** `log(sum(exp(self)))` over the dimensions given, without overflow. */
  logsumexp(dim: NumberList, options?: { keepdim?: boolean }): Tensor;
  logsumexp(dim: NumberList, keepdim: boolean): Tensor;
  logsumexp(options: { dim: NumberList; keepdim?: boolean }): Tensor;
  /** `√(self² + other²)`: the long side of a right triangle. */
  hypot(other: Tensor): Tensor;
  /** `√(self² + other²)`: the long side of a right triangle. */
  hypot_(other: Tensor): Tensor;
  /** `log(exp(self) + exp(other))`, without overflow. */
  logaddexp(other: Tensor): Tensor;
  /** `log₂(2^self + 2^other)`, without overflow. */
  logaddexp2(other: Tensor): Tensor;
  /** The size of each element with the sign of `other`. */
  copysign(other: number): Tensor;
  /** The size of each element with the sign of that of `other`. */
  copysign(other: Tensor): Tensor;
  /** The size of each element with the sign of `other`. */
  copysign_(other: number): Tensor;
  /** The size of each element with the sign of that of `other`. */
  copysign_(other: Tensor): Tensor;
  /** The larger of two elements, or the one that is not NaN. */
  fmax(other: Tensor): Tensor;
  /** The smaller of two elements, or the one that is not NaN. */
  fmin(other: Tensor): Tensor;
  /** `self * log(other)`; 0 where `self` is 0. */
  xlogy(other: number): Tensor;
  /** `self * log(other)`; 0 where `self` is 0. */
  xlogy(other: Tensor): Tensor;
  /** `self * log(other)`; 0 where `self` is 0. */
  xlogy_(other: number): Tensor;
  /** `self * log(other)`; 0 where `self` is 0. */
  xlogy_(other: Tensor): Tensor;
  /** 0 below 0, 1 above it, and the element of `values` at 0. Gradients do not pass. */
  heaviside(values: Tensor): Tensor;
  /** 0 below 0, 1 above it, and the element of `values` at 0. Gradients do not pass. */
  heaviside_(values: Tensor): Tensor;
  /** `self * 2^other`. */
  ldexp(other: Tensor): Tensor;
  /** `self * 2^other`. */
  ldexp_(other: Tensor): Tensor;
  /** Each element to the power of that of `exponent`, computed in float64. */
  floatPower(exponent: Tensor): Tensor;
  /** Each element to the power of `exponent`, computed in float64. */
  floatPower(exponent: number): Tensor;
  /** Each element to the power of that of `exponent`, computed in float64. */
  floatPower_(exponent: Tensor): Tensor;
  /** Each element to the power of `exponent`, computed in float64. */
  floatPower_(exponent: number): Tensor;
  /** The greatest common divisor of two integers; 0 for two zeros. */
  gcd(other: Tensor): Tensor;
  /** The greatest common divisor of two integers; 0 for two zeros. */
  gcd_(other: Tensor): Tensor;
  /** The least common multiple of two integers; 0 if one is 0. */
  lcm(other: Tensor): Tensor;
  /** The least common multiple of two integers; 0 if one is 0. */
  lcm_(other: Tensor): Tensor;
  /** The bits of each integer moved left, zeros moving in. */
  bitwiseLeftShift(other: Tensor | number): Tensor;
  /** The bits of each integer moved left, zeros moving in. */
  bitwiseLeftShift_(other: Tensor | number): Tensor;
  /** The bits of each integer moved right, its sign moving in. */
  bitwiseRightShift(other: Tensor | number): Tensor;
  /** The bits of each integer moved right, its sign moving in. */
  bitwiseRightShift_(other: Tensor | number): Tensor;
  /** Turned by `k` quarters in the plane of two dimensions, from the first toward the second. */
  rot90(options?: { k?: number; dims?: readonly number[] }): Tensor;
  rot90(k: number, options?: { dims?: readonly number[] }): Tensor;
  rot90(k: number, dims: readonly number[]): Tensor;
  /** Left and right exchanged: the second dimension in reverse. */
  fliplr(): Tensor;
  /** Up and down exchanged: the first dimension in reverse. */
  flipud(): Tensor;
  /** `self` with `src` in place of one slice along a dimension. */
  selectScatter(src: Tensor, dim: number, index: number): Tensor;
  /** `self` with `src` in place of the elements from `start` to before `end` along a dimension. */
  sliceScatter(src: Tensor, options?: { dim?: number; start?: number | null; end?: number | null; step?: number }): Tensor;
  sliceScatter(src: Tensor, dim: number, options?: { start?: number | null; end?: number | null; step?: number }): Tensor;
  sliceScatter(src: Tensor, dim: number, start: number | null, options?: { end?: number | null; step?: number }): Tensor;
  sliceScatter(src: Tensor, dim: number, start: number | null, end: number | null, options?: { step?: number }): Tensor;
  sliceScatter(src: Tensor, dim: number, start: number | null, end: number | null, step: number): Tensor;
  /** `self` with `src` in place of the diagonal of two dimensions. */
  diagonalScatter(src: Tensor, options?: { offset?: number; dim1?: number; dim2?: number }): Tensor;
  diagonalScatter(src: Tensor, offset: number, options?: { dim1?: number; dim2?: number }): Tensor;
  diagonalScatter(src: Tensor, offset: number, dim1: number, options?: { dim2?: number }): Tensor;
  diagonalScatter(src: Tensor, offset: number, dim1: number, dim2: number): Tensor;
  /** `fillValue` on the main diagonal; with `wrap` it starts again below a square of a tall matrix. */
  fillDiagonal_(fillValue: number, options?: { wrap?: boolean }): Tensor;
  fillDiagonal_(fillValue: number, wrap: boolean): Tensor;
  /** Each element to the power of `exponent`. */
  pow(exponent: number): Tensor;
  /** Each element of `self` to the power of that of `exponent`, with broadcasting. */
  pow(exponent: Tensor): Tensor;
  /** Each element to the power of `exponent`. */
  pow_(exponent: number): Tensor;
  /** Each element of `self` to the power of that of `exponent`, with broadcasting. */
  pow_(exponent: Tensor): Tensor;
  /** `x * x` of each element. */
  square(): Tensor;
  /** `x * x` of each element. */
  square_(): Tensor;
  /** As `split`, but autograd does not take the parts for views: they may be written in place. */
  unsafeSplit(splitSize: number, options?: { dim?: number }): Tensor[];
  unsafeSplit(splitSize: number, dim: number): Tensor[];
  /** As `chunk`, but autograd does not take the parts for views: they may be written in place. */
  unsafeChunk(chunks: number, options?: { dim?: number }): Tensor[];
  unsafeChunk(chunks: number, dim: number): Tensor[];
  /** The largest whole number that is not above each element. */
  floor(): Tensor;
  /** The largest whole number that is not above each element. */
  floor_(): Tensor;
  /** The smallest whole number that is not below each element. */
  ceil(): Tensor;
  /** The smallest whole number that is not below each element. */
  ceil_(): Tensor;
  /** The nearest whole number to each element; halves go to the even one. */
  round(): Tensor;
  /** The nearest whole number to each element; halves go to the even one. */
  round_(): Tensor;
  /** Each element without its fraction. */
  trunc(): Tensor;
  /** Each element without its fraction. */
  trunc_(): Tensor;
  /** Each element without its fraction. */
  fix(): Tensor;
  /** Each element without its fraction. */
  fix_(): Tensor;
  /** Python's `self // other`: the quotient rounded down. Gradients do not pass. */
  floorDivide(other: Tensor | number): Tensor;
  /** Python's `self // other`: the quotient rounded down. Gradients do not pass. */
  floorDivide_(other: Tensor | number): Tensor;
  /** The rest of a division that rounds toward zero: it has the sign of `self`. */
  fmod(other: number): Tensor;
  /** The rest of a division that rounds toward zero: it has the sign of `self`. */
  fmod(other: Tensor): Tensor;
  /** The rest of a division that rounds toward zero: it has the sign of `self`. */
  fmod_(other: number): Tensor;
  /** The rest of a division that rounds toward zero: it has the sign of `self`. */
  fmod_(other: Tensor): Tensor;
  /** Python's `self % other`: it has the sign of `other`. */
  remainder(other: number): Tensor;
  /** Python's `self % other`: it has the sign of `other`. */
  remainder(other: Tensor): Tensor;
  /** Python's `self % other`: it has the sign of `other`. */
  remainder_(other: number): Tensor;
  /** Python's `self % other`: it has the sign of `other`. */
  remainder_(other: Tensor): Tensor;
  /** At each place the largest element up to it along a dimension, and where that stands. */
  cummax(dim: number): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  cummax(options: { dim: number }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  /** At each place the smallest element up to it along a dimension, and where that stands. */
  cummin(dim: number): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  cummin(options: { dim: number }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  /** At each place `log(sum(exp(x)))` of the elements up to it along a dimension, without overflow. */
  logcumsumexp(dim: number): Tensor;
  logcumsumexp(options: { dim: number }): Tensor;
  /** The differences of neighbours along a dimension, taken `n` times; `prepend` and `append` are joined on before. */
  diff(options?: { n?: number; dim?: number; prepend?: Tensor | null; append?: Tensor | null }): Tensor;
  diff(n: number, options?: { dim?: number; prepend?: Tensor | null; append?: Tensor | null }): Tensor;
  diff(n: number, dim: number, options?: { prepend?: Tensor | null; append?: Tensor | null }): Tensor;
  diff(n: number, dim: number, prepend: Tensor | null, options?: { append?: Tensor | null }): Tensor;
  diff(n: number, dim: number, prepend: Tensor | null, append: Tensor | null): Tensor;
  /** The product of all elements. */
  prod(options?: { dtype?: DType | null }): Tensor;
  /** The product along a dimension. */
  prod(dim: number, options?: { keepdim?: boolean; dtype?: DType | null }): Tensor;
  prod(dim: number, keepdim: boolean, options?: { dtype?: DType | null }): Tensor;
  prod(options: { dim: number; keepdim?: boolean; dtype?: DType | null }): Tensor;
  /** At each place the sum of the elements up to it along a dimension. */
  cumsum(dim: number, options?: { dtype?: DType | null }): Tensor;
  cumsum(options: { dim: number; dtype?: DType | null }): Tensor;
  /** At each place the sum of the elements up to it along a dimension. */
  cumsum_(dim: number, options?: { dtype?: DType | null }): Tensor;
  cumsum_(options: { dim: number; dtype?: DType | null }): Tensor;
  /** At each place the product of the elements up to it along a dimension. */
  cumprod(dim: number, options?: { dtype?: DType | null }): Tensor;
  cumprod(options: { dim: number; dtype?: DType | null }): Tensor;
  /** At each place the product of the elements up to it along a dimension. */
  cumprod_(dim: number, options?: { dtype?: DType | null }): Tensor;
  cumprod_(options: { dim: number; dtype?: DType | null }): Tensor;
  /** The elements of `src` combined into those of `self` that `index` names along `dim`, by `"sum"`, `"prod"`, `"mean"`, `"amax"` or `"amin"`; with `includeSelf: false` without the element that was there. */
  scatterReduce(dim: number, index: Tensor, src: Tensor, reduce: string, options?: { includeSelf?: boolean }): Tensor;
  /** The elements of `src` combined into those of `self` that `index` names along `dim`, by `"sum"`, `"prod"`, `"mean"`, `"amax"` or `"amin"`; with `includeSelf: false` without the element that was there. */
  scatterReduce_(dim: number, index: Tensor, src: Tensor, reduce: string, options?: { includeSelf?: boolean }): Tensor;
  /** The slices of `source` combined into those of `self` that `index`, a vector, names along `dim`, by `"prod"`, `"mean"`, `"amax"` or `"amin"`. */
  indexReduce(dim: number, index: Tensor, source: Tensor, reduce: string, options?: { includeSelf?: boolean }): Tensor;
  /** The slices of `source` combined into those of `self` that `index`, a vector, names along `dim`, by `"prod"`, `"mean"`, `"amax"` or `"amin"`. */
  indexReduce_(dim: number, index: Tensor, source: Tensor, reduce: string, options?: { includeSelf?: boolean }): Tensor;
  /** -1, 0 or 1, by the sign of each element. */
  sgn(): Tensor;
  /** -1, 0 or 1, by the sign of each element. */
  sgn_(): Tensor;
  /** The fraction of each element, with its sign. */
  frac(): Tensor;
  /** The fraction of each element, with its sign. */
  frac_(): Tensor;
  /** The tensor itself: Python's `+x`. */
  positive(): Tensor;
  /** Where the sign is minus, that of -0 included. */
  signbit(): Tensor;
  /** Where it is plus infinity. */
  isposinf(): Tensor;
  /** Where it is minus infinity. */
  isneginf(): Tensor;
  /** True everywhere: no element has an imaginary part. */
  isreal(): Tensor;
  /** Where `|self - other| ≤ atol + rtol * |other|`, or both are equal; with `equalNan` also where both are NaN. */
  isclose(other: Tensor, options?: { rtol?: number; atol?: number; equalNan?: boolean }): Tensor;
  isclose(other: Tensor, rtol: number, options?: { atol?: number; equalNan?: boolean }): Tensor;
  isclose(other: Tensor, rtol: number, atol: number, options?: { equalNan?: boolean }): Tensor;
  isclose(other: Tensor, rtol: number, atol: number, equalNan: boolean): Tensor;
  /** `-self`. */
  neg(): Tensor;
  /** `-self`. */
  neg_(): Tensor;
  /** `-self`. */
  negative(): Tensor;
  /** `-self`. */
  negative_(): Tensor;
  /** The absolute value of each element. */
  abs(): Tensor;
  /** The absolute value of each element. */
  abs_(): Tensor;
  /** The absolute value of each element. */
  absolute(): Tensor;
  /** The absolute value of each element. */
  absolute_(): Tensor;
  /** -1, 0 or 1, by the sign of each element. */
  sign(): Tensor;
  /** -1, 0 or 1, by the sign of each element. */
  sign_(): Tensor;
  /** e to the power of each element. */
  exp(): Tensor;
  /** e to the power of each element. */
  exp_(): Tensor;
  /** The natural logarithm of each element. */
  log(): Tensor;
  /** The natural logarithm of each element. */
  log_(): Tensor;
  /** The square root of each element. */
  sqrt(): Tensor;
  /** The square root of each element. */
  sqrt_(): Tensor;
  /** `max(0, x)` of each element. */
  relu(): Tensor;
  /** `max(0, x)` of each element. */
  relu_(): Tensor;
  /** `1 / (1 + exp(-x))` of each element. */
  sigmoid(): Tensor;
  /** `1 / (1 + exp(-x))` of each element. */
  sigmoid_(): Tensor;
  /** The hyperbolic tangent of each element. */
  tanh(): Tensor;
  /** The hyperbolic tangent of each element. */
  tanh_(): Tensor;
  /** x, but 0 from `-lambd` to `lambd`. */
  hardshrink(options?: { lambd?: number }): Tensor;
  hardshrink(lambd: number): Tensor;
  /** The elements along a dimension in rising order, and where they stood; equal ones keep their order, NaN counts as the largest. */
  sort(options?: { dim?: number; descending?: boolean }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  sort(dim: number, options?: { descending?: boolean }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  sort(dim: number, descending: boolean): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  /** The elements along a dimension in rising order, and where they stood; equal ones always keep their order. */
  sort(options?: { stable?: boolean; dim?: number; descending?: boolean }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  /** The indices that put the elements along a dimension in rising order. */
  argsort(options?: { dim?: number; descending?: boolean }): Tensor;
  argsort(dim: number, options?: { descending?: boolean }): Tensor;
  argsort(dim: number, descending: boolean): Tensor;
  /** The indices that put the elements along a dimension in rising order; equal ones keep theirs. */
  argsort(options?: { stable?: boolean; dim?: number; descending?: boolean }): Tensor;
  /** The elements along the first dimension in rising order. */
  msort(): Tensor;
  /** The `k` largest (or smallest) elements along a dimension in order, and where they stand. Of equal ones the first count. */
  topk(k: number, options?: { dim?: number; largest?: boolean; sorted?: boolean }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  topk(k: number, dim: number, options?: { largest?: boolean; sorted?: boolean }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  topk(k: number, dim: number, largest: boolean, options?: { sorted?: boolean }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  topk(k: number, dim: number, largest: boolean, sorted: boolean): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  /** The `k`-th smallest element along a dimension, counted from 1, and where it stands. */
  kthvalue(k: number, options?: { dim?: number; keepdim?: boolean }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  kthvalue(k: number, dim: number, options?: { keepdim?: boolean }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  kthvalue(k: number, dim: number, keepdim: boolean): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  /** The middle element in order, the lower of two; NaN where there is one. Of all elements. */
  median(): Tensor;
  /** The middle element in order, the lower of two; NaN where there is one. Along a dimension, with where it stands. */
  median(dim: number, options?: { keepdim?: boolean }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  median(dim: number, keepdim: boolean): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  median(options: { dim: number; keepdim?: boolean }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  /** The middle element in order, the lower of two, NaN left out. Of all elements. */
  nanmedian(): Tensor;
  /** The middle element in order, the lower of two, NaN left out. Along a dimension, with where it stands. */
  nanmedian(dim: number, options?: { keepdim?: boolean }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  nanmedian(dim: number, keepdim: boolean): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  nanmedian(options: { dim: number; keepdim?: boolean }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  /** The most frequent element along a dimension, of several the smallest, and the last place where it stands. */
  mode(options?: { dim?: number; keepdim?: boolean }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  mode(dim: number, options?: { keepdim?: boolean }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  mode(dim: number, keepdim: boolean): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  /** The logarithm of each element to the base 10. */
  log10(): Tensor;
  /** The logarithm of each element to the base 10. */
  log10_(): Tensor;
  /** 2 to the power of each element. */
  exp2(): Tensor;
  /** 2 to the power of each element. */
  exp2_(): Tensor;
  /** `1 - erf(x)` of each element, exact also where it is near 0. */
  erfc(): Tensor;
  /** `1 - erf(x)` of each element, exact also where it is near 0. */
  erfc_(): Tensor;
  /** The number whose error function each element is; NaN beyond ±1. */
  erfinv(): Tensor;
  /** The number whose error function each element is; NaN beyond ±1. */
  erfinv_(): Tensor;
  /** `log(x / (1 - x))` of each element, which is first brought into [eps, 1 - eps] where `eps` is given. */
  logit(options?: { eps?: number | null }): Tensor;
  logit(eps: number | null): Tensor;
  /** `log(x / (1 - x))` of each element, which is first brought into [eps, 1 - eps] where `eps` is given. */
  logit_(options?: { eps?: number | null }): Tensor;
  logit_(eps: number | null): Tensor;
  /** The logarithm of the absolute value of the gamma function of each element. */
  lgamma(): Tensor;
  /** The logarithm of the absolute value of the gamma function of each element. */
  lgamma_(): Tensor;
  /** The derivative of `lgamma` of each element. */
  digamma(): Tensor;
  /** The derivative of `lgamma` of each element. */
  digamma_(): Tensor;
  /** The `n`-th derivative of `digamma` of each element. */
  polygamma(n: number): Tensor;
  /** The `n`-th derivative of `digamma` of each element. */
  polygamma_(n: number): Tensor;
  /** So many parts along a dimension, the first ones one longer where it does not divide: views. */
  tensorSplit(sections: number, options?: { dim?: number }): Tensor[];
  tensorSplit(sections: number, dim: number): Tensor[];
  /** The parts between the indices along a dimension: views. */
  tensorSplit(indices: readonly number[], options?: { dim?: number }): Tensor[];
  tensorSplit(indices: readonly number[], dim: number): Tensor[];
  /** Cuts side by side, along the second dimension or that of a vector: so many parts of equal size, views. */
  hsplit(sections: number): Tensor[];
  /** Cuts side by side, along the second dimension or that of a vector: the parts between the indices, views. */
  hsplit(indices: readonly number[]): Tensor[];
  hsplit(...indices: number[]): Tensor[];
  /** Cuts one below the other, along the first dimension: so many parts of equal size, views. */
  vsplit(sections: number): Tensor[];
  /** Cuts one below the other, along the first dimension: the parts between the indices, views. */
  vsplit(indices: readonly number[]): Tensor[];
  vsplit(...indices: number[]): Tensor[];
  /** Cuts one behind the other, along the third dimension: so many parts of equal size, views. */
  dsplit(sections: number): Tensor[];
  /** Cuts one behind the other, along the third dimension: the parts between the indices, views. */
  dsplit(indices: readonly number[]): Tensor[];
  dsplit(...indices: number[]): Tensor[];
  /** All elements as a vector, in row-major order: a view where possible. */
  ravel(): Tensor;
  /** Repeats dimensions of size 1, without copying: `expand`. */
  broadcastTo(size: readonly number[]): Tensor;
  broadcastTo(...size: number[]): Tensor;
  /** `self.reshape(other.shape)`. */
  reshapeAs(other: Tensor): Tensor;
  /** The last two dimensions swapped; real numbers are their own conjugates. */
  adjoint(): Tensor;
  /** The sum over the dimensions given, or of all elements, with NaN as 0. */
  nansum(options?: { dim?: NumberList | null; keepdim?: boolean; dtype?: DType | null }): Tensor;
  nansum(dim: NumberList | null, options?: { keepdim?: boolean; dtype?: DType | null }): Tensor;
  nansum(dim: NumberList | null, keepdim: boolean, options?: { dtype?: DType | null }): Tensor;
  /** The mean of what is not NaN, over the dimensions given or of all elements. */
  nanmean(options?: { dim?: NumberList | null; keepdim?: boolean; dtype?: DType | null }): Tensor;
  nanmean(dim: NumberList | null, options?: { keepdim?: boolean; dtype?: DType | null }): Tensor;
  nanmean(dim: NumberList | null, keepdim: boolean, options?: { dtype?: DType | null }): Tensor;
  /** How many elements are not 0, over the dimensions given or of all. */
  countNonzero(options?: { dim?: NumberList | null }): Tensor;
  countNonzero(dim: NumberList | null): Tensor;
  /** The smallest and the largest element, of all or along a dimension. */
  aminmax(options?: { dim?: number | null; keepdim?: boolean }): [Tensor, Tensor] & { readonly min: Tensor; readonly max: Tensor };
  /** The element below which a part `q` of them lies for each of the `q`, between 0 and 1, along a dimension or of all elements. */
  quantile(q: Tensor, options?: { dim?: number | null; keepdim?: boolean; interpolation?: string }): Tensor;
  quantile(q: Tensor, dim: number | null, options?: { keepdim?: boolean; interpolation?: string }): Tensor;
  quantile(q: Tensor, dim: number | null, keepdim: boolean, options?: { interpolation?: string }): Tensor;
  /** The element below which a part `q` of them lies, `q` between 0 and 1, along a dimension or of all elements. */
  quantile(q: number, options?: { dim?: number | null; keepdim?: boolean; interpolation?: string }): Tensor;
  quantile(q: number, dim: number | null, options?: { keepdim?: boolean; interpolation?: string }): Tensor;
  quantile(q: number, dim: number | null, keepdim: boolean, options?: { interpolation?: string }): Tensor;
  /** The element below which a part `q` of those that are not NaN lies for each of the `q`, between 0 and 1, along a dimension or of all elements. */
  nanquantile(q: Tensor, options?: { dim?: number | null; keepdim?: boolean; interpolation?: string }): Tensor;
  nanquantile(q: Tensor, dim: number | null, options?: { keepdim?: boolean; interpolation?: string }): Tensor;
  nanquantile(q: Tensor, dim: number | null, keepdim: boolean, options?: { interpolation?: string }): Tensor;
  /** The element below which a part `q` of those that are not NaN lies, `q` between 0 and 1, along a dimension or of all elements. */
  nanquantile(q: number, options?: { dim?: number | null; keepdim?: boolean; interpolation?: string }): Tensor;
  nanquantile(q: number, dim: number | null, options?: { keepdim?: boolean; interpolation?: string }): Tensor;
  nanquantile(q: number, dim: number | null, keepdim: boolean, options?: { interpolation?: string }): Tensor;
  /** How many elements fall into each of `bins` bins of equal width between `min` and `max`, or, if both are 0, between the smallest and the largest element. */
  histc(options?: { bins?: number; min?: number; max?: number }): Tensor;
  histc(bins: number, options?: { min?: number; max?: number }): Tensor;
  histc(bins: number, min: number, options?: { max?: number }): Tensor;
  histc(bins: number, min: number, max: number): Tensor;
  /** The tangent of each element, in radians. */
  tan(): Tensor;
  /** The tangent of each element, in radians. */
  tan_(): Tensor;
  /** The angle in [-π/2, π/2] whose sine each element is; NaN beyond ±1. */
  asin(): Tensor;
  /** The angle in [-π/2, π/2] whose sine each element is; NaN beyond ±1. */
  asin_(): Tensor;
  /** The angle in [-π/2, π/2] whose sine each element is; NaN beyond ±1. */
  arcsin(): Tensor;
  /** The angle in [-π/2, π/2] whose sine each element is; NaN beyond ±1. */
  arcsin_(): Tensor;
  /** The angle in [0, π] whose cosine each element is; NaN beyond ±1. */
  acos(): Tensor;
  /** The angle in [0, π] whose cosine each element is; NaN beyond ±1. */
  acos_(): Tensor;
  /** The angle in [0, π] whose cosine each element is; NaN beyond ±1. */
  arccos(): Tensor;
  /** The angle in [0, π] whose cosine each element is; NaN beyond ±1. */
  arccos_(): Tensor;
  /** The angle in (-π/2, π/2) whose tangent each element is. */
  atan(): Tensor;
  /** The angle in (-π/2, π/2) whose tangent each element is. */
  atan_(): Tensor;
  /** The angle in (-π/2, π/2) whose tangent each element is. */
  arctan(): Tensor;
  /** The angle in (-π/2, π/2) whose tangent each element is. */
  arctan_(): Tensor;
  /** The hyperbolic sine of each element. */
  sinh(): Tensor;
  /** The hyperbolic sine of each element. */
  sinh_(): Tensor;
  /** The hyperbolic cosine of each element. */
  cosh(): Tensor;
  /** The hyperbolic cosine of each element. */
  cosh_(): Tensor;
  /** The inverse of the hyperbolic sine of each element. */
  asinh(): Tensor;
  /** The inverse of the hyperbolic sine of each element. */
  asinh_(): Tensor;
  /** The inverse of the hyperbolic sine of each element. */
  arcsinh(): Tensor;
  /** The inverse of the hyperbolic sine of each element. */
  arcsinh_(): Tensor;
  /** The inverse of the hyperbolic cosine of each element; NaN below 1. */
  acosh(): Tensor;
  /** The inverse of the hyperbolic cosine of each element; NaN below 1. */
  acosh_(): Tensor;
  /** The inverse of the hyperbolic cosine of each element; NaN below 1. */
  arccosh(): Tensor;
  /** The inverse of the hyperbolic cosine of each element; NaN below 1. */
  arccosh_(): Tensor;
  /** The inverse of the hyperbolic tangent of each element; NaN beyond ±1. */
  atanh(): Tensor;
  /** The inverse of the hyperbolic tangent of each element; NaN beyond ±1. */
  atanh_(): Tensor;
  /** The inverse of the hyperbolic tangent of each element; NaN beyond ±1. */
  arctanh(): Tensor;
  /** The inverse of the hyperbolic tangent of each element; NaN beyond ±1. */
  arctanh_(): Tensor;
  /** The angle in [-π, π] of the point with the ordinate `self` and the abscissa `other`. */
  atan2(other: Tensor): Tensor;
  /** The angle in [-π, π] of the point with the ordinate `self` and the abscissa `other`. */
  atan2_(other: Tensor): Tensor;
  /** The angle in [-π, π] of the point with the ordinate `self` and the abscissa `other`. */
  arctan2(other: Tensor): Tensor;
  /** The angle in [-π, π] of the point with the ordinate `self` and the abscissa `other`. */
  arctan2_(other: Tensor): Tensor;
  /** Angles in degrees as radians. */
  deg2rad(): Tensor;
  /** Angles in degrees as radians. */
  deg2rad_(): Tensor;
  /** Angles in radians as degrees. */
  rad2deg(): Tensor;
  /** Angles in radians as degrees. */
  rad2deg_(): Tensor;
  /** `sin(πx) / (πx)` of each element; 1 at 0. */
  sinc(): Tensor;
  /** `sin(πx) / (πx)` of each element; 1 at 0. */
  sinc_(): Tensor;
  /** Whether any element is not 0. */
  any(): Tensor;
  /** Whether any element over the dimensions given is not 0. */
  any(dim: NumberList | null, options?: { keepdim?: boolean }): Tensor;
  any(dim: NumberList | null, keepdim: boolean): Tensor;
  any(options: { dim: NumberList | null; keepdim?: boolean }): Tensor;
  /** Whether no element is 0. */
  all(): Tensor;
  /** Whether no element over the dimensions given is 0. */
  all(dim: NumberList | null, options?: { keepdim?: boolean }): Tensor;
  all(dim: NumberList | null, keepdim: boolean): Tensor;
  all(options: { dim: NumberList | null; keepdim?: boolean }): Tensor;
  /** Windows of `size` elements along a dimension, every `step`-th; their elements are the last dimension. A view. */
  unfold(dimension: number, size: number, step: number): Tensor;
  /** The variance over the dimensions given, divided by n - 1, or by n with `unbiased: false`. */
  var(dim: NumberList | null, options?: { unbiased?: boolean; keepdim?: boolean }): Tensor;
  var(dim: NumberList | null, unbiased: boolean, options?: { keepdim?: boolean }): Tensor;
  var(dim: NumberList | null, unbiased: boolean, keepdim: boolean): Tensor;
  var(options: { dim: NumberList | null; unbiased?: boolean; keepdim?: boolean }): Tensor;
  /** The variance over the dimensions given, or of all elements, divided by n - `correction` (1). */
  var(options?: { dim?: NumberList | null; correction?: number | null; keepdim?: boolean }): Tensor;
  var(dim: NumberList | null, options?: { correction?: number | null; keepdim?: boolean }): Tensor;
  /** The variance of all elements, divided by n - 1, or by n with `unbiased` false. */
  var(unbiased: boolean): Tensor;
  /** The standard deviation over the dimensions given: the root of `var`. */
  std(dim: NumberList | null, options?: { unbiased?: boolean; keepdim?: boolean }): Tensor;
  std(dim: NumberList | null, unbiased: boolean, options?: { keepdim?: boolean }): Tensor;
  std(dim: NumberList | null, unbiased: boolean, keepdim: boolean): Tensor;
  std(options: { dim: NumberList | null; unbiased?: boolean; keepdim?: boolean }): Tensor;
  /** The standard deviation over the dimensions given, or of all elements: the root of `var`. */
  std(options?: { dim?: NumberList | null; correction?: number | null; keepdim?: boolean }): Tensor;
  std(dim: NumberList | null, options?: { correction?: number | null; keepdim?: boolean }): Tensor;
  /** The standard deviation of all elements: the root of `var`. */
  std(unbiased: boolean): Tensor;
}

/** Functions of `torch`. */
export interface TorchFunctions {
  /** The scaled exponential linear unit: keeps mean 0 and variance 1 from layer to layer. */
  selu(self: Tensor, options?: { inplace?: boolean }): Tensor;
  selu(self: Tensor, inplace: boolean): Tensor;
  /** The continuously differentiable exponential linear unit: x above 0, `alpha · (exp(x / alpha) - 1)` below. */
  celu(self: Tensor, options?: { alpha?: number }): Tensor;
  celu(self: Tensor, alpha: number): Tensor;
  /** The continuously differentiable exponential linear unit: x above 0, `alpha · (exp(x / alpha) - 1)` below. */
  celu_(self: Tensor, options?: { alpha?: number }): Tensor;
  celu_(self: Tensor, alpha: number): Tensor;
  /** x above 0, `weight · x` below, where the weight is learned: one for all, or one per channel. */
  prelu(self: Tensor, weight: Tensor): Tensor;
  /** A copy with its own elements, in the same order or, with `memoryFormat: "contiguous"`, row-major; gradients pass through. */
  clone(self: Tensor, options?: { memoryFormat?: string | null }): Tensor;
  /** `value` everywhere, in the shape and dtype of `self`. `fill_` writes it into `self`. */
  fill_(self: Tensor, value: number): Tensor;
  /** The only element of `value` everywhere, in the shape and dtype of `self`. `fill_` writes it into `self`. */
  fill_(self: Tensor, value: Tensor): Tensor;
  /** Zeros in the shape and dtype of `self`. `zero_` writes them into `self`. */
  zero_(self: Tensor): Tensor;
  /** The elements in row-major order under another shape; one size may be -1. A view where possible, else a copy. */
  reshape(self: Tensor, shape: readonly number[]): Tensor;
  /** Merges the dimensions from `startDim` to `endDim` into one. */
  flatten(self: Tensor, options?: { startDim?: number; endDim?: number }): Tensor;
  flatten(self: Tensor, startDim: number, options?: { endDim?: number }): Tensor;
  flatten(self: Tensor, startDim: number, endDim: number): Tensor;
  /** The transpose of a matrix; vectors and scalars stay as they are. */
  t(self: Tensor): Tensor;
  /** Swaps two dimensions. */
  transpose(self: Tensor, dim0: number, dim1: number): Tensor;
  /** Swaps two dimensions. */
  swapaxes(self: Tensor, dim0: number, dim1: number): Tensor;
  /** Swaps two dimensions. */
  swapdims(self: Tensor, dim0: number, dim1: number): Tensor;
  /** Puts the dimensions into the order given. */
  permute(self: Tensor, dims: readonly number[]): Tensor;
  /** Drops all dimensions of size 1. */
  squeeze(self: Tensor): Tensor;
  /** Drops the dimension if its size is 1. */
  squeeze(self: Tensor, dim: number): Tensor;
  squeeze(self: Tensor, options: { dim: number }): Tensor;
  /** Drops those of the dimensions whose size is 1. */
  squeeze(self: Tensor, dim: readonly number[]): Tensor;
  squeeze(self: Tensor, options: { dim: readonly number[] }): Tensor;
  /** Puts a dimension of size 1 at `dim`. */
  unsqueeze(self: Tensor, dim: number): Tensor;
  unsqueeze(self: Tensor, options: { dim: number }): Tensor;
  /** One slice along a dimension, which disappears. */
  select(self: Tensor, dim: number, index: number): Tensor;
  /** Any sizes and strides over the elements of the storage, which `storageOffset` counts from. */
  asStrided(self: Tensor, size: readonly number[], stride: readonly number[], options?: { storageOffset?: number | null }): Tensor;
  asStrided(self: Tensor, size: readonly number[], stride: readonly number[], storageOffset: number | null): Tensor;
  /** Any sizes and strides over the elements of the storage, which `storageOffset` counts from. */
  asStrided_(self: Tensor, size: readonly number[], stride: readonly number[], options?: { storageOffset?: number | null }): Tensor;
  asStrided_(self: Tensor, size: readonly number[], stride: readonly number[], storageOffset: number | null): Tensor;
  /** Joins tensors along a dimension; all other sizes must be equal. */
  cat(tensors: readonly Tensor[], options?: { dim?: number }): Tensor;
  cat(tensors: readonly Tensor[], dim: number): Tensor;
  /** Joins tensors along a dimension; all other sizes must be equal. */
  concat(tensors: readonly Tensor[], options?: { dim?: number }): Tensor;
  concat(tensors: readonly Tensor[], dim: number): Tensor;
  /** Joins tensors along a dimension; all other sizes must be equal. */
  concatenate(tensors: readonly Tensor[], options?: { dim?: number }): Tensor;
  concatenate(tensors: readonly Tensor[], dim: number): Tensor;
  /** Joins tensors of one shape along a new dimension. */
  stack(tensors: readonly Tensor[], options?: { dim?: number }): Tensor;
  stack(tensors: readonly Tensor[], dim: number): Tensor;
  /** `self + alpha * other`, elementwise with broadcasting. */
  add(self: Tensor, other: Tensor | number, options?: { alpha?: number }): Tensor;
  /** `self - alpha * other`, elementwise with broadcasting. */
  sub(self: Tensor, other: Tensor | number, options?: { alpha?: number }): Tensor;
  /** `self - alpha * other`, elementwise with broadcasting. */
  subtract(self: Tensor, other: Tensor | number, options?: { alpha?: number }): Tensor;
  /** `self * other`, elementwise with broadcasting. */
  mul(self: Tensor, other: Tensor | number): Tensor;
  /** `self * other`, elementwise with broadcasting. */
  multiply(self: Tensor, other: Tensor | number): Tensor;
  /** `self / other`, elementwise with broadcasting; integers give float32. */
  div(self: Tensor, other: Tensor | number): Tensor;
  /** `self / other`, rounded toward zero (`"trunc"`) or down (`"floor"`); integers stay integers. */
  div(self: Tensor, other: Tensor | number, options?: { roundingMode?: string }): Tensor;
  /** `self / other`, elementwise with broadcasting; integers give float32. */
  divide(self: Tensor, other: Tensor | number): Tensor;
  /** `self / other`, rounded toward zero (`"trunc"`) or down (`"floor"`); integers stay integers. */
  divide(self: Tensor, other: Tensor | number, options?: { roundingMode?: string }): Tensor;
  /** `self / other`, elementwise with broadcasting; integers give float32. */
  trueDivide(self: Tensor, other: Tensor | number): Tensor;
  /** `self / other`, rounded toward zero (`"trunc"`) or down (`"floor"`); integers stay integers. */
  trueDivide(self: Tensor, other: Tensor | number, options?: { roundingMode?: string }): Tensor;
  /** `other - alpha * self`: the subtraction turned around. */
  rsub(self: Tensor, other: number, options?: { alpha?: number }): Tensor;
  rsub(self: Tensor, other: number, alpha: number): Tensor;
  /** `other - alpha * self`: the subtraction turned around. */
  rsub(self: Tensor, other: Tensor, options?: { alpha?: number }): Tensor;
  /** The product of two matrices, `[m, k]` by `[k, n]`. */
  mm(self: Tensor, mat2: Tensor): Tensor;
  /** `beta * self + alpha * (mat1 · mat2)`; `self` is broadcast to `[m, n]`. */
  addmm(self: Tensor, mat1: Tensor, mat2: Tensor, options?: { beta?: number; alpha?: number }): Tensor;
  /** Products of matrices in two batches, `[b, m, k]` by `[b, k, n]`. */
  bmm(self: Tensor, mat2: Tensor): Tensor;
  /** The product of a matrix `[m, k]` and a vector `[k]`. */
  mv(self: Tensor, vec: Tensor): Tensor;
  /** The sum of the products of two vectors' elements. */
  dot(self: Tensor, tensor: Tensor): Tensor;
  /** The sum of the products of two vectors' elements. */
  vdot(self: Tensor, other: Tensor): Tensor;
  /** The matrix product; leading dimensions are batches and are broadcast, vectors act as rows and columns. */
  matmul(self: Tensor, other: Tensor): Tensor;
  /** `beta * self + alpha * (batch1 · batch2)` of batches of matrices, `[b, m, k]` by `[b, k, n]`; `self` is broadcast to `[b, m, n]`. */
  baddbmm(self: Tensor, batch1: Tensor, batch2: Tensor, options?: { beta?: number; alpha?: number }): Tensor;
  /** `beta * self + alpha * Σ (batch1 · batch2)`: the products of two batches of matrices added up; `self` is broadcast to `[m, n]`. */
  addbmm(self: Tensor, batch1: Tensor, batch2: Tensor, options?: { beta?: number; alpha?: number }): Tensor;
  /** `beta * self + alpha * (mat · vec)` of a matrix `[m, k]` and a vector `[k]`; `self` is broadcast to `[m]`. */
  addmv(self: Tensor, mat: Tensor, vec: Tensor, options?: { beta?: number; alpha?: number }): Tensor;
  /** `beta * self + alpha * (mat · vec)` of a matrix `[m, k]` and a vector `[k]`; `self` is broadcast to `[m]`. */
  addmv_(self: Tensor, mat: Tensor, vec: Tensor, options?: { beta?: number; alpha?: number }): Tensor;
  /** `beta * self + alpha * (vec1 ⊗ vec2)`: the products of all elements of two vectors, `[m]` and `[n]`; `self` is broadcast to `[m, n]`. */
  addr(self: Tensor, vec1: Tensor, vec2: Tensor, options?: { beta?: number; alpha?: number }): Tensor;
  /** `self` with `values`, broadcast, in the places that tensors of integers name; `accumulate` adds them up. */
  indexPut(self: Tensor, indices: readonly (Tensor | null)[], values: Tensor, options?: { accumulate?: boolean }): Tensor;
  indexPut(self: Tensor, indices: readonly (Tensor | null)[], values: Tensor, accumulate: boolean): Tensor;
  /** `self` with `values`, broadcast, in the places that tensors of integers name; `accumulate` adds them up. */
  indexPut_(self: Tensor, indices: readonly (Tensor | null)[], values: Tensor, options?: { accumulate?: boolean }): Tensor;
  indexPut_(self: Tensor, indices: readonly (Tensor | null)[], values: Tensor, accumulate: boolean): Tensor;
  /** A tensor whose elements are not set: zeros here, but do not rely on it. */
  empty(size: readonly number[], options?: { dtype?: DType | null; device?: DeviceLike | null; requiresGrad?: boolean }): Tensor;
  empty(...size: number[]): Tensor;
  empty(...args: [...size: number[], options: { dtype?: DType | null; device?: DeviceLike | null; requiresGrad?: boolean }]): Tensor;
  /** A tensor full of zeros. */
  zeros(size: readonly number[], options?: { dtype?: DType | null; device?: DeviceLike | null; requiresGrad?: boolean }): Tensor;
  zeros(...size: number[]): Tensor;
  zeros(...args: [...size: number[], options: { dtype?: DType | null; device?: DeviceLike | null; requiresGrad?: boolean }]): Tensor;
  /** A tensor full of ones. */
  ones(size: readonly number[], options?: { dtype?: DType | null; device?: DeviceLike | null; requiresGrad?: boolean }): Tensor;
  ones(...size: number[]): Tensor;
  ones(...args: [...size: number[], options: { dtype?: DType | null; device?: DeviceLike | null; requiresGrad?: boolean }]): Tensor;
  /** A tensor full of `fillValue`; whole numbers give int64. */
  full(size: readonly number[], fillValue: number, options?: { dtype?: DType | null; device?: DeviceLike | null; requiresGrad?: boolean }): Tensor;
  /** Zeros in the shape, dtype and device of `self`. */
  zerosLike(self: Tensor, options?: { dtype?: DType | null; device?: DeviceLike | null; requiresGrad?: boolean }): Tensor;
  /** Ones in the shape, dtype and device of `self`. */
  onesLike(self: Tensor, options?: { dtype?: DType | null; device?: DeviceLike | null; requiresGrad?: boolean }): Tensor;
  /** Numbers drawn evenly from [0, 1). */
  rand(size: readonly number[], options?: { generator?: Generator | null; dtype?: DType | null; device?: DeviceLike | null; requiresGrad?: boolean }): Tensor;
  rand(...size: number[]): Tensor;
  rand(...args: [...size: number[], options: { generator?: Generator | null; dtype?: DType | null; device?: DeviceLike | null; requiresGrad?: boolean }]): Tensor;
  /** Numbers drawn from the normal distribution of mean 0 and deviation 1. */
  randn(size: readonly number[], options?: { generator?: Generator | null; dtype?: DType | null; device?: DeviceLike | null; requiresGrad?: boolean }): Tensor;
  randn(...size: number[]): Tensor;
  randn(...args: [...size: number[], options: { generator?: Generator | null; dtype?: DType | null; device?: DeviceLike | null; requiresGrad?: boolean }]): Tensor;
  /** Numbers drawn evenly from [0, 1), in the shape, dtype and device of `self`. */
  randLike(self: Tensor, options?: { generator?: Generator | null; dtype?: DType | null; device?: DeviceLike | null; requiresGrad?: boolean }): Tensor;
  /** Numbers drawn from the normal distribution, in the shape, dtype and device of `self`. */
  randnLike(self: Tensor, options?: { generator?: Generator | null; dtype?: DType | null; device?: DeviceLike | null; requiresGrad?: boolean }): Tensor;
  /** Integers drawn evenly from [low, high). */
  randint(low: number, high: number, size: readonly number[], options?: { generator?: Generator | null; dtype?: DType | null; device?: DeviceLike | null; requiresGrad?: boolean }): Tensor;
  /** Integers drawn evenly from [0, high). */
  randint(high: number, size: readonly number[], options?: { generator?: Generator | null; dtype?: DType | null; device?: DeviceLike | null; requiresGrad?: boolean }): Tensor;
  /** The numbers from 0 to n - 1 in random order. */
  randperm(n: number, options?: { generator?: Generator | null; dtype?: DType | null; device?: DeviceLike | null; requiresGrad?: boolean }): Tensor;
  /** Numbers from `start` to before `end`, `step` apart; whole numbers give int64. */
  arange(start: number, end: number, options?: { step?: number; dtype?: DType | null; device?: DeviceLike | null; requiresGrad?: boolean }): Tensor;
  arange(start: number, end: number, step: number, options?: { dtype?: DType | null; device?: DeviceLike | null; requiresGrad?: boolean }): Tensor;
  /** Numbers from 0 to before `end`; whole numbers give int64. */
  arange(end: number, options?: { dtype?: DType | null; device?: DeviceLike | null; requiresGrad?: boolean }): Tensor;
  /** `fillValue` everywhere, in the shape, dtype and device of `self`. */
  fullLike(self: Tensor, fillValue: number, options?: { dtype?: DType | null; device?: DeviceLike | null; requiresGrad?: boolean }): Tensor;
  /** A tensor whose elements are not set, in the shape, dtype and device of `self`. */
  emptyLike(self: Tensor, options?: { dtype?: DType | null; device?: DeviceLike | null; requiresGrad?: boolean }): Tensor;
  /** A tensor without dimensions that holds a number. */
  scalarTensor(s: number, options?: { dtype?: DType | null; device?: DeviceLike | null; requiresGrad?: boolean }): Tensor;
  /** Numbers from `start` to `end` inclusive, `step` apart. Deprecated in PyTorch: use `arange`. */
  range(start: number, end: number, options?: { step?: number; dtype?: DType | null; device?: DeviceLike | null; requiresGrad?: boolean }): Tensor;
  range(start: number, end: number, step: number, options?: { dtype?: DType | null; device?: DeviceLike | null; requiresGrad?: boolean }): Tensor;
  /** `steps` powers of `base`, their exponents at equal distances from `start` to `end`. */
  logspace(start: number, end: number, steps: number, options?: { base?: number; dtype?: DType | null; device?: DeviceLike | null; requiresGrad?: boolean }): Tensor;
  logspace(start: number, end: number, steps: number, base: number, options?: { dtype?: DType | null; device?: DeviceLike | null; requiresGrad?: boolean }): Tensor;
  /** The places of the lower triangle of a matrix, row by row: `[2, n]`, rows and columns. */
  trilIndices(row: number, col: number, options?: { offset?: number; dtype?: DType | null; device?: DeviceLike | null }): Tensor;
  trilIndices(row: number, col: number, offset: number, options?: { dtype?: DType | null; device?: DeviceLike | null }): Tensor;
  /** The places of the upper triangle of a matrix, row by row: `[2, n]`, rows and columns. */
  triuIndices(row: number, col: number, options?: { offset?: number; dtype?: DType | null; device?: DeviceLike | null }): Tensor;
  triuIndices(row: number, col: number, offset: number, options?: { dtype?: DType | null; device?: DeviceLike | null }): Tensor;
  /** The powers of each element of a vector, one a column, falling unless `increasing`: Vandermonde's matrix. */
  vander(x: Tensor, options?: { N?: number | null; increasing?: boolean }): Tensor;
  vander(x: Tensor, N: number | null, options?: { increasing?: boolean }): Tensor;
  vander(x: Tensor, N: number | null, increasing: boolean): Tensor;
  /** Where each value would go in a sorted sequence (the last dimension of `sortedSequence`) so that it stays sorted: before equal ones, or behind them with `right: true` or `side: "right"`. `sorter` puts an unsorted sequence in order. */
  searchsorted(sortedSequence: Tensor, self: Tensor | number, options?: { outInt32?: boolean; right?: boolean; side?: string | null; sorter?: Tensor | null }): Tensor;
  /** The number of the bucket that each value falls into, between rising `boundaries`; a value on a boundary belongs below it, or with `right: true` above. */
  bucketize(input: Tensor | number, boundaries: Tensor, options?: { outInt32?: boolean; right?: boolean }): Tensor;
  /** Where an element is among `testElements`, or with `invert` where it is not. A NaN is among none. */
  isin(elements: Tensor | number, testElements: Tensor | number, options?: { assumeUnique?: boolean; invert?: boolean }): Tensor;
  /** 1 with the probability that each element tells, else 0. */
  bernoulli(self: Tensor, options?: { generator?: Generator | null }): Tensor;
  /** 1 with the probability `p`, else 0, in the shape and dtype of `self`. */
  bernoulli(self: Tensor, p: number, options?: { generator?: Generator | null }): Tensor;
  /** Integers drawn evenly from [0, high), in the shape, dtype and device of `self`. */
  randintLike(self: Tensor, high: number, options?: { generator?: Generator | null; dtype?: DType | null; device?: DeviceLike | null; requiresGrad?: boolean }): Tensor;
  /** Integers drawn evenly from [low, high), in the shape, dtype and device of `self`. */
  randintLike(self: Tensor, low: number, high: number, options?: { generator?: Generator | null; dtype?: DType | null; device?: DeviceLike | null; requiresGrad?: boolean }): Tensor;
  /** Numbers drawn from normal distributions, each with its own mean and deviation. */
  normal(mean: Tensor, std: Tensor, options?: { generator?: Generator | null }): Tensor;
  /** Numbers drawn from normal distributions, each with its own mean. */
  normal(mean: Tensor, options?: { std?: number; generator?: Generator | null }): Tensor;
  normal(mean: Tensor, std: number, options?: { generator?: Generator | null }): Tensor;
  /** Numbers drawn from normal distributions, each with its own deviation. */
  normal(mean: number, std: Tensor, options?: { generator?: Generator | null }): Tensor;
  /** Numbers drawn from one normal distribution. */
  normal(mean: number, std: number, size: readonly number[], options?: { generator?: Generator | null; dtype?: DType | null; device?: DeviceLike | null; requiresGrad?: boolean }): Tensor;
  /** Indices drawn with the weights that each row tells: `[n]` or `[m, n]` to `[numSamples]` or `[m, numSamples]`. Without `replacement` none comes twice. */
  multinomial(self: Tensor, numSamples: number, options?: { replacement?: boolean; generator?: Generator | null }): Tensor;
  multinomial(self: Tensor, numSamples: number, replacement: boolean, options?: { generator?: Generator | null }): Tensor;
  /** Sets elements to 0 with probability `p` and scales the others by `1 / (1 - p)`, in training only. */
  dropout(input: Tensor, options?: { p?: number; training?: boolean; inplace?: boolean }): Tensor;
  dropout(input: Tensor, p: number, options?: { training?: boolean; inplace?: boolean }): Tensor;
  dropout(input: Tensor, p: number, training: boolean, options?: { inplace?: boolean }): Tensor;
  dropout(input: Tensor, p: number, training: boolean, inplace: boolean): Tensor;
  /** Dropout that keeps mean and variance, for networks with SELU: dropped elements become the value it saturates at. */
  alphaDropout(input: Tensor, options?: { p?: number; training?: boolean; inplace?: boolean }): Tensor;
  alphaDropout(input: Tensor, p: number, options?: { training?: boolean; inplace?: boolean }): Tensor;
  alphaDropout(input: Tensor, p: number, training: boolean, options?: { inplace?: boolean }): Tensor;
  alphaDropout(input: Tensor, p: number, training: boolean, inplace: boolean): Tensor;
  /** `alphaDropout` of whole channels of `[N, C, …]`. */
  featureAlphaDropout(input: Tensor, options?: { p?: number; training?: boolean; inplace?: boolean }): Tensor;
  featureAlphaDropout(input: Tensor, p: number, options?: { training?: boolean; inplace?: boolean }): Tensor;
  featureAlphaDropout(input: Tensor, p: number, training: boolean, options?: { inplace?: boolean }): Tensor;
  featureAlphaDropout(input: Tensor, p: number, training: boolean, inplace: boolean): Tensor;
  /** `exp(x) / sum(exp(x))` along a dimension: positive numbers that add up to 1. */
  softmax(self: Tensor, dim: number, options?: { dtype?: DType | null }): Tensor;
  softmax(self: Tensor, dim: number, dtype: DType | null): Tensor;
  softmax(self: Tensor, options: { dim: number; dtype?: DType | null }): Tensor;
  /** The logarithm of `softmax` along a dimension, without overflow. */
  logSoftmax(self: Tensor, dim: number, options?: { dtype?: DType | null }): Tensor;
  logSoftmax(self: Tensor, dim: number, dtype: DType | null): Tensor;
  logSoftmax(self: Tensor, options: { dim: number; dtype?: DType | null }): Tensor;
  /** The largest element of each window of `[N, C, H, W]`. The stride is the kernel's size unless given. */
  maxPool2d(self: Tensor, kernelSize: NumberList, options?: { stride?: NumberList; padding?: NumberList; dilation?: NumberList; ceilMode?: boolean }): Tensor;
  maxPool2d(self: Tensor, kernelSize: NumberList, stride: NumberList, options?: { padding?: NumberList; dilation?: NumberList; ceilMode?: boolean }): Tensor;
  maxPool2d(self: Tensor, kernelSize: NumberList, stride: NumberList, padding: NumberList, options?: { dilation?: NumberList; ceilMode?: boolean }): Tensor;
  maxPool2d(self: Tensor, kernelSize: NumberList, stride: NumberList, padding: NumberList, dilation: NumberList, options?: { ceilMode?: boolean }): Tensor;
  maxPool2d(self: Tensor, kernelSize: NumberList, stride: NumberList, padding: NumberList, dilation: NumberList, ceilMode: boolean): Tensor;
  /** The largest element of each window of `[N, C, L]`. The stride is the kernel's size unless given. */
  maxPool1d(self: Tensor, kernelSize: NumberList, options?: { stride?: NumberList; padding?: NumberList; dilation?: NumberList; ceilMode?: boolean }): Tensor;
  maxPool1d(self: Tensor, kernelSize: NumberList, stride: NumberList, options?: { padding?: NumberList; dilation?: NumberList; ceilMode?: boolean }): Tensor;
  maxPool1d(self: Tensor, kernelSize: NumberList, stride: NumberList, padding: NumberList, options?: { dilation?: NumberList; ceilMode?: boolean }): Tensor;
  maxPool1d(self: Tensor, kernelSize: NumberList, stride: NumberList, padding: NumberList, dilation: NumberList, options?: { ceilMode?: boolean }): Tensor;
  maxPool1d(self: Tensor, kernelSize: NumberList, stride: NumberList, padding: NumberList, dilation: NumberList, ceilMode: boolean): Tensor;
  /** The mean of each window of `[N, C, L]`. The stride is the kernel's size unless given. */
  avgPool1d(self: Tensor, kernelSize: NumberList, options?: { stride?: NumberList; padding?: NumberList; ceilMode?: boolean; countIncludePad?: boolean }): Tensor;
  avgPool1d(self: Tensor, kernelSize: NumberList, stride: NumberList, options?: { padding?: NumberList; ceilMode?: boolean; countIncludePad?: boolean }): Tensor;
  avgPool1d(self: Tensor, kernelSize: NumberList, stride: NumberList, padding: NumberList, options?: { ceilMode?: boolean; countIncludePad?: boolean }): Tensor;
  avgPool1d(self: Tensor, kernelSize: NumberList, stride: NumberList, padding: NumberList, ceilMode: boolean, options?: { countIncludePad?: boolean }): Tensor;
  avgPool1d(self: Tensor, kernelSize: NumberList, stride: NumberList, padding: NumberList, ceilMode: boolean, countIncludePad: boolean): Tensor;
  /** The mean of windows that cut each row of `[N, C, L]` into `outputSize` parts. */
  adaptiveAvgPool1d(self: Tensor, outputSize: NumberList): Tensor;
  /** The slices of a dimension that `index`, a vector, names, in its order. */
  indexSelect(self: Tensor, dim: number, index: Tensor): Tensor;
  /** `self` with `alpha` times the slices of `source` added to those that `index`, a vector, names. */
  indexAdd(self: Tensor, dim: number, index: Tensor, source: Tensor, options?: { alpha?: number }): Tensor;
  /** For each place of `index`, the element that it names along `dim`: `out[i][j] = self[index[i][j]][j]` for dim 0. */
  gather(self: Tensor, dim: number, index: Tensor, options?: { sparseGrad?: boolean }): Tensor;
  /** `self` with the elements of `src` where `index` names places along `dim`: the reverse of `gather`. */
  scatter(self: Tensor, dim: number, index: Tensor, src: Tensor): Tensor;
  /** `self` with `value` where `index` names places along `dim`. */
  scatter(self: Tensor, dim: number, index: Tensor, value: number): Tensor;
  /** `self` with the elements of `src` added where `index` names places along `dim`. */
  scatterAdd(self: Tensor, dim: number, index: Tensor, src: Tensor): Tensor;
  /** `gather` with `self` and `indices` broadcast against each other, but for `dim`. */
  takeAlongDim(self: Tensor, indices: Tensor, dim: number): Tensor;
  takeAlongDim(self: Tensor, indices: Tensor, options: { dim: number }): Tensor;
  /** The elements in reverse order along the dimensions given. */
  flip(self: Tensor, dims: readonly number[]): Tensor;
  /** The elements moved along dimensions, or, without `dims`, in row-major order; what leaves at one end enters at the other. */
  roll(self: Tensor, shifts: NumberList, options?: { dims?: NumberList }): Tensor;
  roll(self: Tensor, shifts: NumberList, dims: NumberList): Tensor;
  /** `repeat`, but dimensions that are not given are taken once. */
  tile(self: Tensor, dims: readonly number[]): Tensor;
  /** The lower triangle of each matrix, up to a diagonal, zeros above. */
  tril(self: Tensor, options?: { diagonal?: number }): Tensor;
  tril(self: Tensor, diagonal: number): Tensor;
  /** The upper triangle of each matrix, from a diagonal on, zeros below. */
  triu(self: Tensor, options?: { diagonal?: number }): Tensor;
  triu(self: Tensor, diagonal: number): Tensor;
  /** A border of `value`: front and back of the last dimension, then of the one before. Negative ones cut off. */
  constantPadNd(self: Tensor, pad: readonly number[], options?: { value?: number }): Tensor;
  constantPadNd(self: Tensor, pad: readonly number[], value: number): Tensor;
  /** The products of all elements of two vectors, `[n]` and `[m]`, as `[n, m]`. */
  outer(self: Tensor, vec2: Tensor): Tensor;
  /** The products of all elements of two vectors, `[n]` and `[m]`, as `[n, m]`. */
  ger(self: Tensor, vec2: Tensor): Tensor;
  /** Grids of coordinates from vectors: tensor i changes along dimension i (`indexing: "xy"` swaps the first two). Views. */
  meshgrid(tensors: readonly Tensor[], options?: { indexing?: string }): Tensor[];
  meshgrid(...tensors: Tensor[]): Tensor[];
  /** The bits that both have. */
  bitwiseAnd(self: Tensor, other: Tensor | number): Tensor;
  /** The bits that one has. */
  bitwiseOr(self: Tensor, other: Tensor | number): Tensor;
  /** The bits that just one has. */
  bitwiseXor(self: Tensor, other: Tensor | number): Tensor;
  /** All bits flipped; true becomes false. */
  bitwiseNot(self: Tensor): Tensor;
  /** The largest element of each window of `[N, C, D, H, W]`. The stride is the kernel's size unless given. */
  maxPool3d(self: Tensor, kernelSize: NumberList, options?: { stride?: NumberList; padding?: NumberList; dilation?: NumberList; ceilMode?: boolean }): Tensor;
  maxPool3d(self: Tensor, kernelSize: NumberList, stride: NumberList, options?: { padding?: NumberList; dilation?: NumberList; ceilMode?: boolean }): Tensor;
  maxPool3d(self: Tensor, kernelSize: NumberList, stride: NumberList, padding: NumberList, options?: { dilation?: NumberList; ceilMode?: boolean }): Tensor;
  maxPool3d(self: Tensor, kernelSize: NumberList, stride: NumberList, padding: NumberList, dilation: NumberList, options?: { ceilMode?: boolean }): Tensor;
  maxPool3d(self: Tensor, kernelSize: NumberList, stride: NumberList, padding: NumberList, dilation: NumberList, ceilMode: boolean): Tensor;
  /** The channels of `[N, C, …]`, of each of the groups in turn. */
  channelShuffle(self: Tensor, groups: number): Tensor;
  /** The elements of `self` where `condition` holds, else those of `other`; all three are broadcast. */
  where(condition: Tensor, self: Tensor | number, other: Tensor | number): Tensor;
  /** `value` where `mask` holds, else the element; `mask` is broadcast. */
  maskedFill(self: Tensor, mask: Tensor, value: number): Tensor;
  /** The only element of `value` where `mask` holds, else the element; `mask` is broadcast. */
  maskedFill(self: Tensor, mask: Tensor, value: Tensor): Tensor;
  /** `self + weight * (end - self)`: on the line from `self` to `end`. */
  lerp(self: Tensor, end: Tensor, weight: number): Tensor;
  /** `self + weight * (end - self)`, elementwise with broadcasting. */
  lerp(self: Tensor, end: Tensor, weight: Tensor): Tensor;
  /** `self + value * tensor1 * tensor2`, elementwise with broadcasting. */
  addcmul(self: Tensor, tensor1: Tensor, tensor2: Tensor, options?: { value?: number }): Tensor;
  /** `self + value * tensor1 / tensor2`, elementwise with broadcasting. */
  addcdiv(self: Tensor, tensor1: Tensor, tensor2: Tensor, options?: { value?: number }): Tensor;
  /** Each element, but at least `min` and at most `max`; either may be left out. */
  clamp(self: Tensor, options?: { min?: number | null; max?: number | null }): Tensor;
  clamp(self: Tensor, min: number | null, options?: { max?: number | null }): Tensor;
  clamp(self: Tensor, min: number | null, max: number | null): Tensor;
  /** Each element, but at least that of `min` and at most that of `max`, with broadcasting; either may be left out. */
  clamp(self: Tensor, options?: { min?: Tensor | null; max?: Tensor | null }): Tensor;
  clamp(self: Tensor, min: Tensor | null, options?: { max?: Tensor | null }): Tensor;
  clamp(self: Tensor, min: Tensor | null, max: Tensor | null): Tensor;
  /** Each element, but at least `min` and at most `max`; either may be left out. */
  clamp_(self: Tensor, options?: { min?: number | null; max?: number | null }): Tensor;
  clamp_(self: Tensor, min: number | null, options?: { max?: number | null }): Tensor;
  clamp_(self: Tensor, min: number | null, max: number | null): Tensor;
  /** Each element, but at least that of `min` and at most that of `max`, with broadcasting; either may be left out. */
  clamp_(self: Tensor, options?: { min?: Tensor | null; max?: Tensor | null }): Tensor;
  clamp_(self: Tensor, min: Tensor | null, options?: { max?: Tensor | null }): Tensor;
  clamp_(self: Tensor, min: Tensor | null, max: Tensor | null): Tensor;
  /** Each element, but at least `min` and at most `max`; either may be left out. */
  clip(self: Tensor, options?: { min?: number | null; max?: number | null }): Tensor;
  clip(self: Tensor, min: number | null, options?: { max?: number | null }): Tensor;
  clip(self: Tensor, min: number | null, max: number | null): Tensor;
  /** Each element, but at least that of `min` and at most that of `max`, with broadcasting; either may be left out. */
  clip(self: Tensor, options?: { min?: Tensor | null; max?: Tensor | null }): Tensor;
  clip(self: Tensor, min: Tensor | null, options?: { max?: Tensor | null }): Tensor;
  clip(self: Tensor, min: Tensor | null, max: Tensor | null): Tensor;
  /** Each element, but at least `min` and at most `max`; either may be left out. */
  clip_(self: Tensor, options?: { min?: number | null; max?: number | null }): Tensor;
  clip_(self: Tensor, min: number | null, options?: { max?: number | null }): Tensor;
  clip_(self: Tensor, min: number | null, max: number | null): Tensor;
  /** Each element, but at least that of `min` and at most that of `max`, with broadcasting; either may be left out. */
  clip_(self: Tensor, options?: { min?: Tensor | null; max?: Tensor | null }): Tensor;
  clip_(self: Tensor, min: Tensor | null, options?: { max?: Tensor | null }): Tensor;
  clip_(self: Tensor, min: Tensor | null, max: Tensor | null): Tensor;
  /** Each element, but at least `min`. */
  clampMin(self: Tensor, min: number): Tensor;
  /** Each element, but at least that of `min`, with broadcasting. */
  clampMin(self: Tensor, min: Tensor): Tensor;
  /** Each element, but at least `min`. */
  clampMin_(self: Tensor, min: number): Tensor;
  /** Each element, but at least that of `min`, with broadcasting. */
  clampMin_(self: Tensor, min: Tensor): Tensor;
  /** Each element, but at most `max`. */
  clampMax(self: Tensor, max: number): Tensor;
  /** Each element, but at most that of `max`, with broadcasting. */
  clampMax(self: Tensor, max: Tensor): Tensor;
  /** Each element, but at most `max`. */
  clampMax_(self: Tensor, max: number): Tensor;
  /** Each element, but at most that of `max`, with broadcasting. */
  clampMax_(self: Tensor, max: Tensor): Tensor;
  /** Numbers in place of NaN (0 unless given) and infinities (the dtype's largest unless given). */
  nanToNum(self: Tensor, options?: { nan?: number | null; posinf?: number | null; neginf?: number | null }): Tensor;
  nanToNum(self: Tensor, nan: number | null, options?: { posinf?: number | null; neginf?: number | null }): Tensor;
  nanToNum(self: Tensor, nan: number | null, posinf: number | null, options?: { neginf?: number | null }): Tensor;
  nanToNum(self: Tensor, nan: number | null, posinf: number | null, neginf: number | null): Tensor;
  /** Numbers in place of NaN (0 unless given) and infinities (the dtype's largest unless given). */
  nanToNum_(self: Tensor, options?: { nan?: number | null; posinf?: number | null; neginf?: number | null }): Tensor;
  nanToNum_(self: Tensor, nan: number | null, options?: { posinf?: number | null; neginf?: number | null }): Tensor;
  nanToNum_(self: Tensor, nan: number | null, posinf: number | null, options?: { neginf?: number | null }): Tensor;
  nanToNum_(self: Tensor, nan: number | null, posinf: number | null, neginf: number | null): Tensor;
  /** Where both are equal. */
  eq(self: Tensor, other: Tensor | number): Tensor;
  /** Where both differ. */
  ne(self: Tensor, other: Tensor | number): Tensor;
  /** Where both differ. */
  notEqual(self: Tensor, other: Tensor | number): Tensor;
  /** Where `self` is smaller. */
  lt(self: Tensor, other: Tensor | number): Tensor;
  /** Where `self` is smaller. */
  less(self: Tensor, other: Tensor | number): Tensor;
  /** Where `self` is smaller or equal. */
  le(self: Tensor, other: Tensor | number): Tensor;
  /** Where `self` is smaller or equal. */
  lessEqual(self: Tensor, other: Tensor | number): Tensor;
  /** Where `self` is larger. */
  gt(self: Tensor, other: Tensor | number): Tensor;
  /** Where `self` is larger. */
  greater(self: Tensor, other: Tensor | number): Tensor;
  /** Where `self` is larger or equal. */
  ge(self: Tensor, other: Tensor | number): Tensor;
  /** Where `self` is larger or equal. */
  greaterEqual(self: Tensor, other: Tensor | number): Tensor;
  /** Where both are not 0. */
  logicalAnd(self: Tensor, other: Tensor): Tensor;
  /** Where one is not 0. */
  logicalOr(self: Tensor, other: Tensor): Tensor;
  /** Where just one is not 0. */
  logicalXor(self: Tensor, other: Tensor): Tensor;
  /** Where it is 0. */
  logicalNot(self: Tensor): Tensor;
  /** Where it is NaN. */
  isnan(self: Tensor): Tensor;
  /** Where it is infinite. */
  isinf(self: Tensor): Tensor;
  /** Where it is neither infinite nor NaN. */
  isfinite(self: Tensor): Tensor;
  /** The sum of all elements. */
  sum(self: Tensor, options?: { dtype?: DType | null }): Tensor;
  /** The sum over the dimensions given. */
  sum(self: Tensor, dim: NumberList | null, options?: { keepdim?: boolean; dtype?: DType | null }): Tensor;
  sum(self: Tensor, dim: NumberList | null, keepdim: boolean, options?: { dtype?: DType | null }): Tensor;
  sum(self: Tensor, options: { dim: NumberList | null; keepdim?: boolean; dtype?: DType | null }): Tensor;
  /** The mean of all elements. */
  mean(self: Tensor, options?: { dtype?: DType | null }): Tensor;
  /** The mean over the dimensions given. */
  mean(self: Tensor, dim: NumberList | null, options?: { keepdim?: boolean; dtype?: DType | null }): Tensor;
  mean(self: Tensor, dim: NumberList | null, keepdim: boolean, options?: { dtype?: DType | null }): Tensor;
  mean(self: Tensor, options: { dim: NumberList | null; keepdim?: boolean; dtype?: DType | null }): Tensor;
  /** The sum of products over the last dimension of both: `[…, k]` by `[…, k]`. */
  inner(self: Tensor, other: Tensor): Tensor;
  /** The Kronecker product: `other` times each element of `self`, laid out as blocks; sizes multiply. */
  kron(self: Tensor, other: Tensor): Tensor;
  /** The convolution under `conv1d`, `conv2d`, `conv3d` and their transposes: `[N, C, …]` in and out. */
  convolution(input: Tensor, weight: Tensor, bias: Tensor | null, stride: readonly number[], padding: readonly number[], dilation: readonly number[], transposed: boolean, outputPadding: readonly number[], groups: number): Tensor;
  /** Convolution over one dimension: `[N, C, L]` by `[O, C / groups, K]`. */
  conv1d(input: Tensor, weight: Tensor, options?: { bias?: Tensor | null; stride?: NumberList; padding?: NumberList; dilation?: NumberList; groups?: number }): Tensor;
  conv1d(input: Tensor, weight: Tensor, bias: Tensor | null, options?: { stride?: NumberList; padding?: NumberList; dilation?: NumberList; groups?: number }): Tensor;
  conv1d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, options?: { padding?: NumberList; dilation?: NumberList; groups?: number }): Tensor;
  conv1d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, padding: NumberList, options?: { dilation?: NumberList; groups?: number }): Tensor;
  conv1d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, padding: NumberList, dilation: NumberList, options?: { groups?: number }): Tensor;
  conv1d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, padding: NumberList, dilation: NumberList, groups: number): Tensor;
  /** The same with padding by name: `"same"` keeps the sizes, `"valid"` adds none. */
  conv1d(input: Tensor, weight: Tensor, options?: { bias?: Tensor | null; stride?: NumberList; padding?: string; dilation?: NumberList; groups?: number }): Tensor;
  conv1d(input: Tensor, weight: Tensor, bias: Tensor | null, options?: { stride?: NumberList; padding?: string; dilation?: NumberList; groups?: number }): Tensor;
  conv1d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, options?: { padding?: string; dilation?: NumberList; groups?: number }): Tensor;
  conv1d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, padding: string, options?: { dilation?: NumberList; groups?: number }): Tensor;
  conv1d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, padding: string, dilation: NumberList, options?: { groups?: number }): Tensor;
  conv1d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, padding: string, dilation: NumberList, groups: number): Tensor;
  /** Convolution over two dimensions: `[N, C, H, W]` by `[O, C / groups, kH, kW]`. */
  conv2d(input: Tensor, weight: Tensor, options?: { bias?: Tensor | null; stride?: NumberList; padding?: NumberList; dilation?: NumberList; groups?: number }): Tensor;
  conv2d(input: Tensor, weight: Tensor, bias: Tensor | null, options?: { stride?: NumberList; padding?: NumberList; dilation?: NumberList; groups?: number }): Tensor;
  conv2d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, options?: { padding?: NumberList; dilation?: NumberList; groups?: number }): Tensor;
  conv2d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, padding: NumberList, options?: { dilation?: NumberList; groups?: number }): Tensor;
  conv2d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, padding: NumberList, dilation: NumberList, options?: { groups?: number }): Tensor;
  conv2d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, padding: NumberList, dilation: NumberList, groups: number): Tensor;
  /** The same with padding by name: `"same"` keeps the sizes, `"valid"` adds none. */
  conv2d(input: Tensor, weight: Tensor, options?: { bias?: Tensor | null; stride?: NumberList; padding?: string; dilation?: NumberList; groups?: number }): Tensor;
  conv2d(input: Tensor, weight: Tensor, bias: Tensor | null, options?: { stride?: NumberList; padding?: string; dilation?: NumberList; groups?: number }): Tensor;
  conv2d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, options?: { padding?: string; dilation?: NumberList; groups?: number }): Tensor;
  conv2d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, padding: string, options?: { dilation?: NumberList; groups?: number }): Tensor;
  conv2d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, padding: string, dilation: NumberList, options?: { groups?: number }): Tensor;
  conv2d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, padding: string, dilation: NumberList, groups: number): Tensor;
  /** Convolution over three dimensions: `[N, C, D, H, W]` by `[O, C / groups, kD, kH, kW]`. */
  conv3d(input: Tensor, weight: Tensor, options?: { bias?: Tensor | null; stride?: NumberList; padding?: NumberList; dilation?: NumberList; groups?: number }): Tensor;
  conv3d(input: Tensor, weight: Tensor, bias: Tensor | null, options?: { stride?: NumberList; padding?: NumberList; dilation?: NumberList; groups?: number }): Tensor;
  conv3d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, options?: { padding?: NumberList; dilation?: NumberList; groups?: number }): Tensor;
  conv3d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, padding: NumberList, options?: { dilation?: NumberList; groups?: number }): Tensor;
  conv3d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, padding: NumberList, dilation: NumberList, options?: { groups?: number }): Tensor;
  conv3d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, padding: NumberList, dilation: NumberList, groups: number): Tensor;
  /** The same with padding by name: `"same"` keeps the sizes, `"valid"` adds none. */
  conv3d(input: Tensor, weight: Tensor, options?: { bias?: Tensor | null; stride?: NumberList; padding?: string; dilation?: NumberList; groups?: number }): Tensor;
  conv3d(input: Tensor, weight: Tensor, bias: Tensor | null, options?: { stride?: NumberList; padding?: string; dilation?: NumberList; groups?: number }): Tensor;
  conv3d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, options?: { padding?: string; dilation?: NumberList; groups?: number }): Tensor;
  conv3d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, padding: string, options?: { dilation?: NumberList; groups?: number }): Tensor;
  conv3d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, padding: string, dilation: NumberList, options?: { groups?: number }): Tensor;
  conv3d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, padding: string, dilation: NumberList, groups: number): Tensor;
  /** Transposed convolution over two dimensions: `[N, C, H, W]` by `[C, O / groups, kH, kW]`. */
  convTranspose2d(input: Tensor, weight: Tensor, options?: { bias?: Tensor | null; stride?: NumberList; padding?: NumberList; outputPadding?: NumberList; groups?: number; dilation?: NumberList }): Tensor;
  convTranspose2d(input: Tensor, weight: Tensor, bias: Tensor | null, options?: { stride?: NumberList; padding?: NumberList; outputPadding?: NumberList; groups?: number; dilation?: NumberList }): Tensor;
  convTranspose2d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, options?: { padding?: NumberList; outputPadding?: NumberList; groups?: number; dilation?: NumberList }): Tensor;
  convTranspose2d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, padding: NumberList, options?: { outputPadding?: NumberList; groups?: number; dilation?: NumberList }): Tensor;
  convTranspose2d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, padding: NumberList, outputPadding: NumberList, options?: { groups?: number; dilation?: NumberList }): Tensor;
  convTranspose2d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, padding: NumberList, outputPadding: NumberList, groups: number, options?: { dilation?: NumberList }): Tensor;
  convTranspose2d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, padding: NumberList, outputPadding: NumberList, groups: number, dilation: NumberList): Tensor;
  /** Transposed convolution over one dimension: `[N, C, L]` by `[C, O / groups, K]`. */
  convTranspose1d(input: Tensor, weight: Tensor, options?: { bias?: Tensor | null; stride?: NumberList; padding?: NumberList; outputPadding?: NumberList; groups?: number; dilation?: NumberList }): Tensor;
  convTranspose1d(input: Tensor, weight: Tensor, bias: Tensor | null, options?: { stride?: NumberList; padding?: NumberList; outputPadding?: NumberList; groups?: number; dilation?: NumberList }): Tensor;
  convTranspose1d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, options?: { padding?: NumberList; outputPadding?: NumberList; groups?: number; dilation?: NumberList }): Tensor;
  convTranspose1d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, padding: NumberList, options?: { outputPadding?: NumberList; groups?: number; dilation?: NumberList }): Tensor;
  convTranspose1d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, padding: NumberList, outputPadding: NumberList, options?: { groups?: number; dilation?: NumberList }): Tensor;
  convTranspose1d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, padding: NumberList, outputPadding: NumberList, groups: number, options?: { dilation?: NumberList }): Tensor;
  convTranspose1d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, padding: NumberList, outputPadding: NumberList, groups: number, dilation: NumberList): Tensor;
  /** Transposed convolution over three dimensions: `[N, C, D, H, W]` by `[C, O / groups, kD, kH, kW]`. */
  convTranspose3d(input: Tensor, weight: Tensor, options?: { bias?: Tensor | null; stride?: NumberList; padding?: NumberList; outputPadding?: NumberList; groups?: number; dilation?: NumberList }): Tensor;
  convTranspose3d(input: Tensor, weight: Tensor, bias: Tensor | null, options?: { stride?: NumberList; padding?: NumberList; outputPadding?: NumberList; groups?: number; dilation?: NumberList }): Tensor;
  convTranspose3d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, options?: { padding?: NumberList; outputPadding?: NumberList; groups?: number; dilation?: NumberList }): Tensor;
  convTranspose3d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, padding: NumberList, options?: { outputPadding?: NumberList; groups?: number; dilation?: NumberList }): Tensor;
  convTranspose3d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, padding: NumberList, outputPadding: NumberList, options?: { groups?: number; dilation?: NumberList }): Tensor;
  convTranspose3d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, padding: NumberList, outputPadding: NumberList, groups: number, options?: { dilation?: NumberList }): Tensor;
  convTranspose3d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, padding: NumberList, outputPadding: NumberList, groups: number, dilation: NumberList): Tensor;
  /** The covariances of the rows of `[variables, observations]`: `[variables, variables]`; of a vector its variance. `fweights` says how often each observation was made, `aweights` how much it counts. */
  cov(self: Tensor, options?: { correction?: number; fweights?: Tensor | null; aweights?: Tensor | null }): Tensor;
  /** The correlations of the rows of `[variables, observations]`, between -1 and 1. */
  corrcoef(self: Tensor): Tensor;
  /** The cross product of the vectors of three along `dim`; without it, along the first dimension of size 3. */
  cross(self: Tensor, other: Tensor, options?: { dim?: number | null }): Tensor;
  cross(self: Tensor, other: Tensor, dim: number | null): Tensor;
  /** Parts of `splitSize` along a dimension, the last one smaller if need be: views. */
  split(self: Tensor, splitSize: number, options?: { dim?: number }): Tensor[];
  split(self: Tensor, splitSize: number, dim: number): Tensor[];
  /** Parts of the sizes given along a dimension: views. */
  split(self: Tensor, splitSizes: readonly number[], options?: { dim?: number }): Tensor[];
  split(self: Tensor, splitSizes: readonly number[], dim: number): Tensor[];
  /** At most `chunks` parts of equal size along a dimension, the last one smaller if need be: views. */
  chunk(self: Tensor, chunks: number, options?: { dim?: number }): Tensor[];
  chunk(self: Tensor, chunks: number, dim: number): Tensor[];
  /** All slices along a dimension, which disappears: views. */
  unbind(self: Tensor, options?: { dim?: number }): Tensor[];
  unbind(self: Tensor, dim: number): Tensor[];
  /** `length` slices along a dimension from `start` on: a view. */
  narrow(self: Tensor, dim: number, start: number, length: number): Tensor;
  /** Moves a dimension to another place; the others keep their order. */
  movedim(self: Tensor, source: number, destination: number): Tensor;
  /** Moves dimensions to other places; those not named keep their order. */
  movedim(self: Tensor, source: readonly number[], destination: readonly number[]): Tensor;
  /** Moves a dimension to another place; the others keep their order. */
  moveaxis(self: Tensor, source: number, destination: number): Tensor;
  /** Moves dimensions to other places; those not named keep their order. */
  moveaxis(self: Tensor, source: readonly number[], destination: readonly number[]): Tensor;
  /** Cuts one dimension into several; one size may be -1. */
  unflatten(self: Tensor, dim: number, sizes: readonly number[]): Tensor;
  /** The diagonal of two dimensions, as a last one: a view. */
  diagonal(self: Tensor, options?: { offset?: number; dim1?: number; dim2?: number }): Tensor;
  diagonal(self: Tensor, offset: number, options?: { dim1?: number; dim2?: number }): Tensor;
  diagonal(self: Tensor, offset: number, dim1: number, options?: { dim2?: number }): Tensor;
  diagonal(self: Tensor, offset: number, dim1: number, dim2: number): Tensor;
  /** Matrices with the last dimension as their diagonal, zeros elsewhere; `dim1` and `dim2` are the result's dimensions of the matrices. */
  diagEmbed(self: Tensor, options?: { offset?: number; dim1?: number; dim2?: number }): Tensor;
  diagEmbed(self: Tensor, offset: number, options?: { dim1?: number; dim2?: number }): Tensor;
  diagEmbed(self: Tensor, offset: number, dim1: number, options?: { dim2?: number }): Tensor;
  diagEmbed(self: Tensor, offset: number, dim1: number, dim2: number): Tensor;
  /** A matrix with all elements, one after another, as its diagonal. */
  diagflat(self: Tensor, options?: { offset?: number }): Tensor;
  diagflat(self: Tensor, offset: number): Tensor;
  /** The diagonal of a matrix, or a matrix with the vector given as its diagonal; `diagonal` counts from the main one, upwards. */
  diag(self: Tensor, options?: { diagonal?: number }): Tensor;
  diag(self: Tensor, diagonal: number): Tensor;
  /** The sum of a matrix's diagonal. */
  trace(self: Tensor): Tensor;
  /** The p-norm distance of each row of `x1 […, n, k]` from each row of `x2 […, m, k]`: `[…, n, m]`. */
  cdist(x1: Tensor, x2: Tensor, options?: { p?: number; computeMode?: string }): Tensor;
  cdist(x1: Tensor, x2: Tensor, p: number, options?: { computeMode?: string }): Tensor;
  cdist(x1: Tensor, x2: Tensor, p: number, computeMode: string): Tensor;
  /** The sine of each element, in radians. */
  sin(self: Tensor): Tensor;
  /** The sine of each element, in radians. */
  sin_(self: Tensor): Tensor;
  /** The cosine of each element, in radians. */
  cos(self: Tensor): Tensor;
  /** The cosine of each element, in radians. */
  cos_(self: Tensor): Tensor;
  /** The error function of each element: `2/√π ∫₀ˣ exp(-t²) dt`. */
  erf(self: Tensor): Tensor;
  /** The error function of each element: `2/√π ∫₀ˣ exp(-t²) dt`. */
  erf_(self: Tensor): Tensor;
  /** `log(1 + x)` of each element, exact for small x. */
  log1p(self: Tensor): Tensor;
  /** `log(1 + x)` of each element, exact for small x. */
  log1p_(self: Tensor): Tensor;
  /** The logarithm of each element to the base 2. */
  log2(self: Tensor): Tensor;
  /** The logarithm of each element to the base 2. */
  log2_(self: Tensor): Tensor;
  /** `exp(x) - 1` of each element, exact for small x. */
  expm1(self: Tensor): Tensor;
  /** `exp(x) - 1` of each element, exact for small x. */
  expm1_(self: Tensor): Tensor;
  /** `1 / √x` of each element. */
  rsqrt(self: Tensor): Tensor;
  /** `1 / √x` of each element. */
  rsqrt_(self: Tensor): Tensor;
  /** `1 / x` of each element. */
  reciprocal(self: Tensor): Tensor;
  /** `1 / x` of each element. */
  reciprocal_(self: Tensor): Tensor;
  /** The largest of all elements. */
  max(self: Tensor): Tensor;
  /** The largest element along a dimension, and its index there: `[values, indices]`. */
  max(self: Tensor, dim: number, options?: { keepdim?: boolean }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  max(self: Tensor, dim: number, keepdim: boolean): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  max(self: Tensor, options: { dim: number; keepdim?: boolean }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  /** The larger of two elements: `maximum`. */
  max(self: Tensor, other: Tensor): Tensor;
  /** The smallest of all elements. */
  min(self: Tensor): Tensor;
  /** The smallest element along a dimension, and its index there: `[values, indices]`. */
  min(self: Tensor, dim: number, options?: { keepdim?: boolean }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  min(self: Tensor, dim: number, keepdim: boolean): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  min(self: Tensor, options: { dim: number; keepdim?: boolean }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  /** The smaller of two elements: `minimum`. */
  min(self: Tensor, other: Tensor): Tensor;
  /** The largest element over the dimensions given; equal ones share the gradient. */
  amax(self: Tensor, options?: { dim?: NumberList; keepdim?: boolean }): Tensor;
  amax(self: Tensor, dim: NumberList, options?: { keepdim?: boolean }): Tensor;
  amax(self: Tensor, dim: NumberList, keepdim: boolean): Tensor;
  /** The smallest element over the dimensions given; equal ones share the gradient. */
  amin(self: Tensor, options?: { dim?: NumberList; keepdim?: boolean }): Tensor;
  amin(self: Tensor, dim: NumberList, options?: { keepdim?: boolean }): Tensor;
  amin(self: Tensor, dim: NumberList, keepdim: boolean): Tensor;
  /** The index of the largest element: along a dimension, or in row-major order of all. */
  argmax(self: Tensor, options?: { dim?: number | null; keepdim?: boolean }): Tensor;
  argmax(self: Tensor, dim: number | null, options?: { keepdim?: boolean }): Tensor;
  argmax(self: Tensor, dim: number | null, keepdim: boolean): Tensor;
  /** The index of the smallest element: along a dimension, or in row-major order of all. */
  argmin(self: Tensor, options?: { dim?: number | null; keepdim?: boolean }): Tensor;
  argmin(self: Tensor, dim: number | null, options?: { keepdim?: boolean }): Tensor;
  argmin(self: Tensor, dim: number | null, keepdim: boolean): Tensor;
  /** The larger of two elements; NaN where one is NaN. Equal ones share the gradient. */
  maximum(self: Tensor, other: Tensor): Tensor;
  /** The smaller of two elements; NaN where one is NaN. Equal ones share the gradient. */
  minimum(self: Tensor, other: Tensor): Tensor;
  /** `steps` numbers at equal distances, the first `start` and the last `end`. */
  linspace(start: number, end: number, steps: number, options?: { dtype?: DType | null; device?: DeviceLike | null; requiresGrad?: boolean }): Tensor;
  /** Ones on the diagonal of `[n, m]`, zeros elsewhere; square unless `m` is given. */
  eye(n: number, options?: { m?: number | null; dtype?: DType | null; device?: DeviceLike | null; requiresGrad?: boolean }): Tensor;
  eye(n: number, m: number | null, options?: { dtype?: DType | null; device?: DeviceLike | null; requiresGrad?: boolean }): Tensor;
  /** `F.gridSample` with its modes as numbers, in their order. */
  gridSampler(input: Tensor, grid: Tensor, interpolationMode: number, paddingMode: number, alignCorners: boolean): Tensor;
  /** The grid of `F.affineGrid`. */
  affineGridGenerator(theta: Tensor, size: readonly number[], alignCorners: boolean): Tensor;
  /** `self` with the slices of `source` in the places along `dim` that `index`, a vector, names. */
  indexCopy(self: Tensor, dim: number, index: Tensor, source: Tensor): Tensor;
  /** `self` with `value` in the slices along `dim` that `index`, a vector, names. */
  indexFill(self: Tensor, dim: number, index: Tensor, value: number): Tensor;
  /** `self` with the only element of `value` in the slices along `dim` that `index`, a vector, names. */
  indexFill(self: Tensor, dim: number, index: Tensor, value: Tensor): Tensor;
  /** The elements that `index` names in row-major order of all, in the shape of `index`. */
  take(self: Tensor, index: Tensor): Tensor;
  /** `self` with the elements of `source` in the places that `index` names in row-major order of all; `accumulate` adds them. */
  put(self: Tensor, index: Tensor, source: Tensor, options?: { accumulate?: boolean }): Tensor;
  put(self: Tensor, index: Tensor, source: Tensor, accumulate: boolean): Tensor;
  /** `self` with the elements of `source`, one after the other, where `mask`, which is broadcast, holds. */
  maskedScatter(self: Tensor, mask: Tensor, source: Tensor): Tensor;
  /** Normalises over the last dimensions, whose sizes are `normalizedShape`, to mean 0 and variance 1. */
  layerNorm(input: Tensor, normalizedShape: readonly number[], options?: { weight?: Tensor | null; bias?: Tensor | null; eps?: number }): Tensor;
  layerNorm(input: Tensor, normalizedShape: readonly number[], weight: Tensor | null, options?: { bias?: Tensor | null; eps?: number }): Tensor;
  layerNorm(input: Tensor, normalizedShape: readonly number[], weight: Tensor | null, bias: Tensor | null, options?: { eps?: number }): Tensor;
  layerNorm(input: Tensor, normalizedShape: readonly number[], weight: Tensor | null, bias: Tensor | null, eps: number): Tensor;
  /** Normalises over `numGroups` groups of channels of each sample of `[N, C, …]`. */
  groupNorm(input: Tensor, numGroups: number, options?: { weight?: Tensor | null; bias?: Tensor | null; eps?: number }): Tensor;
  groupNorm(input: Tensor, numGroups: number, weight: Tensor | null, options?: { bias?: Tensor | null; eps?: number }): Tensor;
  groupNorm(input: Tensor, numGroups: number, weight: Tensor | null, bias: Tensor | null, options?: { eps?: number }): Tensor;
  groupNorm(input: Tensor, numGroups: number, weight: Tensor | null, bias: Tensor | null, eps: number): Tensor;
  /** Divides by the root mean square over the last dimensions, whose sizes are `normalizedShape`. */
  rmsNorm(input: Tensor, normalizedShape: readonly number[], options?: { weight?: Tensor | null; eps?: number | null }): Tensor;
  rmsNorm(input: Tensor, normalizedShape: readonly number[], weight: Tensor | null, options?: { eps?: number | null }): Tensor;
  rmsNorm(input: Tensor, normalizedShape: readonly number[], weight: Tensor | null, eps: number | null): Tensor;
  /** The inverses of matrices `[…, n, n]`. */
  inverse(self: Tensor): Tensor;
  /** The determinants of matrices `[…, n, n]`. */
  det(self: Tensor): Tensor;
  /** The signs of the determinants of matrices `[…, n, n]`, and the logarithms of their sizes. */
  slogdet(self: Tensor): [Tensor, Tensor] & { readonly sign: Tensor; readonly logabsdet: Tensor };
  /** The logarithms of the determinants of matrices `[…, n, n]`; NaN where one is negative. */
  logdet(self: Tensor): Tensor;
  /** The pseudoinverses of matrices `[…, m, n]`. */
  pinverse(self: Tensor, options?: { rcond?: number }): Tensor;
  pinverse(self: Tensor, rcond: number): Tensor;
  /** The p-norm of all elements, or over the dimensions given. */
  norm(self: Tensor, options?: { p?: number | null; dim?: NumberList | null; keepdim?: boolean; dtype?: DType | null }): Tensor;
  norm(self: Tensor, p: number | null, options?: { dim?: NumberList | null; keepdim?: boolean; dtype?: DType | null }): Tensor;
  norm(self: Tensor, p: number | null, dim: NumberList | null, options?: { keepdim?: boolean; dtype?: DType | null }): Tensor;
  norm(self: Tensor, p: number | null, dim: NumberList | null, keepdim: boolean, options?: { dtype?: DType | null }): Tensor;
  /** The Frobenius norm, `"fro"`: the root of the sum of squares. */
  norm(self: Tensor, p: string, options?: { dim?: NumberList | null; keepdim?: boolean }): Tensor;
  norm(self: Tensor, p: string, dim: NumberList | null, options?: { keepdim?: boolean }): Tensor;
  norm(self: Tensor, p: string, dim: NumberList | null, keepdim: boolean): Tensor;
  /** Matrices `[…, m, m]` to a whole power. */
  matrixPower(self: Tensor, n: number): Tensor;
  /** `torch.linalg.multiDot`, by its old name. */
  chainMatmul(matrices: readonly Tensor[]): Tensor;
  chainMatmul(...matrices: Tensor[]): Tensor;
  /** `log(sum(exp(self)))` over the dimensions given, without overflow. */
  logsumexp(self: Tensor, dim: NumberList, options?: { keepdim?: boolean }): Tensor;
  logsumexp(self: Tensor, dim: NumberList, keepdim: boolean): Tensor;
  logsumexp(self: Tensor, options: { dim: NumberList; keepdim?: boolean }): Tensor;
  /** The cosine of the angle between `x1` and `x2` along a dimension. */
  cosineSimilarity(x1: Tensor, x2: Tensor, options?: { dim?: number; eps?: number }): Tensor;
  cosineSimilarity(x1: Tensor, x2: Tensor, dim: number, options?: { eps?: number }): Tensor;
  cosineSimilarity(x1: Tensor, x2: Tensor, dim: number, eps: number): Tensor;
  /** `√(self² + other²)`: the long side of a right triangle. */
  hypot(self: Tensor, other: Tensor): Tensor;
  /** `log(exp(self) + exp(other))`, without overflow. */
  logaddexp(self: Tensor, other: Tensor): Tensor;
  /** `log₂(2^self + 2^other)`, without overflow. */
  logaddexp2(self: Tensor, other: Tensor): Tensor;
  /** The size of each element with the sign of `other`. */
  copysign(self: Tensor, other: number): Tensor;
  /** The size of each element with the sign of that of `other`. */
  copysign(self: Tensor, other: Tensor): Tensor;
  /** The larger of two elements, or the one that is not NaN. */
  fmax(self: Tensor, other: Tensor): Tensor;
  /** The smaller of two elements, or the one that is not NaN. */
  fmin(self: Tensor, other: Tensor): Tensor;
  /** `self * log(other)`; 0 where `self` is 0. */
  xlogy(self: Tensor, other: number): Tensor;
  /** `self * log(other)`; 0 where `self` is 0. */
  xlogy(self: number, other: Tensor): Tensor;
  /** `self * log(other)`; 0 where `self` is 0. */
  xlogy(self: Tensor, other: Tensor): Tensor;
  /** `self * log(other)`; 0 where `self` is 0. */
  xlogy_(self: Tensor, other: number): Tensor;
  /** `self * log(other)`; 0 where `self` is 0. */
  xlogy_(self: Tensor, other: Tensor): Tensor;
  /** 0 below 0, 1 above it, and the element of `values` at 0. Gradients do not pass. */
  heaviside(self: Tensor, values: Tensor): Tensor;
  /** `self * 2^other`. */
  ldexp(self: Tensor, other: Tensor): Tensor;
  /** `self * 2^other`. */
  ldexp_(self: Tensor, other: Tensor): Tensor;
  /** Each element to the power of that of `exponent`, computed in float64. */
  floatPower(self: Tensor, exponent: Tensor): Tensor;
  /** Each element to the power of `exponent`, computed in float64. */
  floatPower(self: Tensor, exponent: number): Tensor;
  /** The greatest common divisor of two integers; 0 for two zeros. */
  gcd(self: Tensor, other: Tensor): Tensor;
  /** The greatest common divisor of two integers; 0 for two zeros. */
  gcd_(self: Tensor, other: Tensor): Tensor;
  /** The least common multiple of two integers; 0 if one is 0. */
  lcm(self: Tensor, other: Tensor): Tensor;
  /** The least common multiple of two integers; 0 if one is 0. */
  lcm_(self: Tensor, other: Tensor): Tensor;
  /** The bits of each integer moved left, zeros moving in. */
  bitwiseLeftShift(self: Tensor, other: Tensor | number): Tensor;
  /** The bits of each integer moved right, its sign moving in. */
  bitwiseRightShift(self: Tensor, other: Tensor | number): Tensor;
  /** The p-norms of the differences of all pairs of rows of `[N, M]`: `[N · (N - 1) / 2]`. */
  pdist(self: Tensor, options?: { p?: number }): Tensor;
  pdist(self: Tensor, p: number): Tensor;
  /** Turned by `k` quarters in the plane of two dimensions, from the first toward the second. */
  rot90(self: Tensor, options?: { k?: number; dims?: readonly number[] }): Tensor;
  rot90(self: Tensor, k: number, options?: { dims?: readonly number[] }): Tensor;
  rot90(self: Tensor, k: number, dims: readonly number[]): Tensor;
  /** Left and right exchanged: the second dimension in reverse. */
  fliplr(self: Tensor): Tensor;
  /** Up and down exchanged: the first dimension in reverse. */
  flipud(self: Tensor): Tensor;
  /** `self` with `src` in place of one slice along a dimension. */
  selectScatter(self: Tensor, src: Tensor, dim: number, index: number): Tensor;
  /** `self` with `src` in place of the elements from `start` to before `end` along a dimension. */
  sliceScatter(self: Tensor, src: Tensor, options?: { dim?: number; start?: number | null; end?: number | null; step?: number }): Tensor;
  sliceScatter(self: Tensor, src: Tensor, dim: number, options?: { start?: number | null; end?: number | null; step?: number }): Tensor;
  sliceScatter(self: Tensor, src: Tensor, dim: number, start: number | null, options?: { end?: number | null; step?: number }): Tensor;
  sliceScatter(self: Tensor, src: Tensor, dim: number, start: number | null, end: number | null, options?: { step?: number }): Tensor;
  sliceScatter(self: Tensor, src: Tensor, dim: number, start: number | null, end: number | null, step: number): Tensor;
  /** `self` with `src` in place of the diagonal of two dimensions. */
  diagonalScatter(self: Tensor, src: Tensor, options?: { offset?: number; dim1?: number; dim2?: number }): Tensor;
  diagonalScatter(self: Tensor, src: Tensor, offset: number, options?: { dim1?: number; dim2?: number }): Tensor;
  diagonalScatter(self: Tensor, src: Tensor, offset: number, dim1: number, options?: { dim2?: number }): Tensor;
  diagonalScatter(self: Tensor, src: Tensor, offset: number, dim1: number, dim2: number): Tensor;
  /** Matrices along the diagonal of a larger one, zeros elsewhere; vectors are rows. */
  blockDiag(tensors: readonly Tensor[]): Tensor;
  blockDiag(...tensors: Tensor[]): Tensor;
  /** Each element to the power of `exponent`. */
  pow(self: Tensor, exponent: number): Tensor;
  /** Each element of `self` to the power of that of `exponent`, with broadcasting. */
  pow(self: Tensor, exponent: Tensor): Tensor;
  /** The number `self` to the power of each element. */
  pow(self: number, exponent: Tensor): Tensor;
  /** `x * x` of each element. */
  square(self: Tensor): Tensor;
  /** `x * x` of each element. */
  square_(self: Tensor): Tensor;
  /** As `split`, but autograd does not take the parts for views: they may be written in place. */
  unsafeSplit(self: Tensor, splitSize: number, options?: { dim?: number }): Tensor[];
  unsafeSplit(self: Tensor, splitSize: number, dim: number): Tensor[];
  /** As `chunk`, but autograd does not take the parts for views: they may be written in place. */
  unsafeChunk(self: Tensor, chunks: number, options?: { dim?: number }): Tensor[];
  unsafeChunk(self: Tensor, chunks: number, dim: number): Tensor[];
  /** `[N, C · r², H, W]` to `[N, C, H · r, W · r]`: channels become neighbouring pixels. */
  pixelShuffle(self: Tensor, upscaleFactor: number): Tensor;
  /** The reverse of `pixelShuffle`: neighbouring pixels become channels. */
  pixelUnshuffle(self: Tensor, downscaleFactor: number): Tensor;
  /** The largest whole number that is not above each element. */
  floor(self: Tensor): Tensor;
  /** The largest whole number that is not above each element. */
  floor_(self: Tensor): Tensor;
  /** The smallest whole number that is not below each element. */
  ceil(self: Tensor): Tensor;
  /** The smallest whole number that is not below each element. */
  ceil_(self: Tensor): Tensor;
  /** The nearest whole number to each element; halves go to the even one. */
  round(self: Tensor): Tensor;
  /** The nearest whole number to each element; halves go to the even one. */
  round_(self: Tensor): Tensor;
  /** Each element without its fraction. */
  trunc(self: Tensor): Tensor;
  /** Each element without its fraction. */
  trunc_(self: Tensor): Tensor;
  /** Each element without its fraction. */
  fix(self: Tensor): Tensor;
  /** Each element without its fraction. */
  fix_(self: Tensor): Tensor;
  /** Python's `self // other`: the quotient rounded down. Gradients do not pass. */
  floorDivide(self: Tensor, other: Tensor | number): Tensor;
  /** The rest of a division that rounds toward zero: it has the sign of `self`. */
  fmod(self: Tensor, other: number): Tensor;
  /** The rest of a division that rounds toward zero: it has the sign of `self`. */
  fmod(self: Tensor, other: Tensor): Tensor;
  /** Python's `self % other`: it has the sign of `other`. */
  remainder(self: Tensor, other: number): Tensor;
  /** Python's `self % other`: it has the sign of `other`. */
  remainder(self: Tensor, other: Tensor): Tensor;
  /** At each place the largest element up to it along a dimension, and where that stands. */
  cummax(self: Tensor, dim: number): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  cummax(self: Tensor, options: { dim: number }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  /** At each place the smallest element up to it along a dimension, and where that stands. */
  cummin(self: Tensor, dim: number): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  cummin(self: Tensor, options: { dim: number }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  /** At each place `log(sum(exp(x)))` of the elements up to it along a dimension, without overflow. */
  logcumsumexp(self: Tensor, dim: number): Tensor;
  logcumsumexp(self: Tensor, options: { dim: number }): Tensor;
  /** The differences of neighbours along a dimension, taken `n` times; `prepend` and `append` are joined on before. */
  diff(self: Tensor, options?: { n?: number; dim?: number; prepend?: Tensor | null; append?: Tensor | null }): Tensor;
  diff(self: Tensor, n: number, options?: { dim?: number; prepend?: Tensor | null; append?: Tensor | null }): Tensor;
  diff(self: Tensor, n: number, dim: number, options?: { prepend?: Tensor | null; append?: Tensor | null }): Tensor;
  diff(self: Tensor, n: number, dim: number, prepend: Tensor | null, options?: { append?: Tensor | null }): Tensor;
  diff(self: Tensor, n: number, dim: number, prepend: Tensor | null, append: Tensor | null): Tensor;
  /** The area under values `y` at points `x` along a dimension, by the trapezoidal rule. */
  trapezoid(y: Tensor, x: Tensor, options?: { dim?: number }): Tensor;
  /** The area under values `y`, `dx` apart, along a dimension, by the trapezoidal rule. */
  trapezoid(y: Tensor, options?: { dx?: number; dim?: number }): Tensor;
  /** The area under values `y` at points `x` along a dimension, by the trapezoidal rule. */
  trapz(y: Tensor, x: Tensor, options?: { dim?: number }): Tensor;
  /** The area under values `y`, `dx` apart, along a dimension, by the trapezoidal rule. */
  trapz(y: Tensor, options?: { dx?: number; dim?: number }): Tensor;
  /** The areas under values `y` at points `x` up to each of them, by the trapezoidal rule. */
  cumulativeTrapezoid(y: Tensor, x: Tensor, options?: { dim?: number }): Tensor;
  /** The areas under values `y`, `dx` apart, up to each of them, by the trapezoidal rule. */
  cumulativeTrapezoid(y: Tensor, options?: { dx?: number; dim?: number }): Tensor;
  /** The product of all elements. */
  prod(self: Tensor, options?: { dtype?: DType | null }): Tensor;
  /** The product along a dimension. */
  prod(self: Tensor, dim: number, options?: { keepdim?: boolean; dtype?: DType | null }): Tensor;
  prod(self: Tensor, dim: number, keepdim: boolean, options?: { dtype?: DType | null }): Tensor;
  prod(self: Tensor, options: { dim: number; keepdim?: boolean; dtype?: DType | null }): Tensor;
  /** At each place the sum of the elements up to it along a dimension. */
  cumsum(self: Tensor, dim: number, options?: { dtype?: DType | null }): Tensor;
  cumsum(self: Tensor, options: { dim: number; dtype?: DType | null }): Tensor;
  /** At each place the product of the elements up to it along a dimension. */
  cumprod(self: Tensor, dim: number, options?: { dtype?: DType | null }): Tensor;
  cumprod(self: Tensor, options: { dim: number; dtype?: DType | null }): Tensor;
  /** The elements of `src` combined into those of `self` that `index` names along `dim`, by `"sum"`, `"prod"`, `"mean"`, `"amax"` or `"amin"`; with `includeSelf: false` without the element that was there. */
  scatterReduce(self: Tensor, dim: number, index: Tensor, src: Tensor, reduce: string, options?: { includeSelf?: boolean }): Tensor;
  /** The slices of `source` combined into those of `self` that `index`, a vector, names along `dim`, by `"prod"`, `"mean"`, `"amax"` or `"amin"`. */
  indexReduce(self: Tensor, dim: number, index: Tensor, source: Tensor, reduce: string, options?: { includeSelf?: boolean }): Tensor;
  /** -1, 0 or 1, by the sign of each element. */
  sgn(self: Tensor): Tensor;
  /** The fraction of each element, with its sign. */
  frac(self: Tensor): Tensor;
  /** The fraction of each element, with its sign. */
  frac_(self: Tensor): Tensor;
  /** The tensor itself: Python's `+x`. */
  positive(self: Tensor): Tensor;
  /** Where the sign is minus, that of -0 included. */
  signbit(self: Tensor): Tensor;
  /** Where it is plus infinity. */
  isposinf(self: Tensor): Tensor;
  /** Where it is minus infinity. */
  isneginf(self: Tensor): Tensor;
  /** True everywhere: no element has an imaginary part. */
  isreal(self: Tensor): Tensor;
  /** Where `|self - other| ≤ atol + rtol * |other|`, or both are equal; with `equalNan` also where both are NaN. */
  isclose(self: Tensor, other: Tensor, options?: { rtol?: number; atol?: number; equalNan?: boolean }): Tensor;
  isclose(self: Tensor, other: Tensor, rtol: number, options?: { atol?: number; equalNan?: boolean }): Tensor;
  isclose(self: Tensor, other: Tensor, rtol: number, atol: number, options?: { equalNan?: boolean }): Tensor;
  isclose(self: Tensor, other: Tensor, rtol: number, atol: number, equalNan: boolean): Tensor;
  /** `-self`. */
  neg(self: Tensor): Tensor;
  /** `-self`. */
  neg_(self: Tensor): Tensor;
  /** `-self`. */
  negative(self: Tensor): Tensor;
  /** `-self`. */
  negative_(self: Tensor): Tensor;
  /** The absolute value of each element. */
  abs(self: Tensor): Tensor;
  /** The absolute value of each element. */
  abs_(self: Tensor): Tensor;
  /** The absolute value of each element. */
  absolute(self: Tensor): Tensor;
  /** -1, 0 or 1, by the sign of each element. */
  sign(self: Tensor): Tensor;
  /** e to the power of each element. */
  exp(self: Tensor): Tensor;
  /** e to the power of each element. */
  exp_(self: Tensor): Tensor;
  /** The natural logarithm of each element. */
  log(self: Tensor): Tensor;
  /** The natural logarithm of each element. */
  log_(self: Tensor): Tensor;
  /** The square root of each element. */
  sqrt(self: Tensor): Tensor;
  /** The square root of each element. */
  sqrt_(self: Tensor): Tensor;
  /** `max(0, x)` of each element. */
  relu(self: Tensor): Tensor;
  /** `max(0, x)` of each element. */
  relu_(self: Tensor): Tensor;
  /** `1 / (1 + exp(-x))` of each element. */
  sigmoid(self: Tensor): Tensor;
  /** `1 / (1 + exp(-x))` of each element. */
  sigmoid_(self: Tensor): Tensor;
  /** The hyperbolic tangent of each element. */
  tanh(self: Tensor): Tensor;
  /** The hyperbolic tangent of each element. */
  tanh_(self: Tensor): Tensor;
  /** x, but 0 from `-lambd` to `lambd`. */
  hardshrink(self: Tensor, options?: { lambd?: number }): Tensor;
  hardshrink(self: Tensor, lambd: number): Tensor;
  /** x above the threshold, else `value`. */
  threshold(self: Tensor, threshold: number, value: number): Tensor;
  /** x above the threshold, else `value`. */
  threshold_(self: Tensor, threshold: number, value: number): Tensor;
  /** x above 0, below it a slope between `lower` and `upper`: random in training, else the middle. */
  rrelu(self: Tensor, options?: { lower?: number; upper?: number; training?: boolean; inplace?: boolean }): Tensor;
  rrelu(self: Tensor, lower: number, options?: { upper?: number; training?: boolean; inplace?: boolean }): Tensor;
  rrelu(self: Tensor, lower: number, upper: number, options?: { training?: boolean; inplace?: boolean }): Tensor;
  rrelu(self: Tensor, lower: number, upper: number, training: boolean, options?: { inplace?: boolean }): Tensor;
  rrelu(self: Tensor, lower: number, upper: number, training: boolean, inplace: boolean): Tensor;
  /** The elements along a dimension in rising order, and where they stood; equal ones keep their order, NaN counts as the largest. */
  sort(self: Tensor, options?: { dim?: number; descending?: boolean }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  sort(self: Tensor, dim: number, options?: { descending?: boolean }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  sort(self: Tensor, dim: number, descending: boolean): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  /** The elements along a dimension in rising order, and where they stood; equal ones always keep their order. */
  sort(self: Tensor, options?: { stable?: boolean; dim?: number; descending?: boolean }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  /** The indices that put the elements along a dimension in rising order. */
  argsort(self: Tensor, options?: { dim?: number; descending?: boolean }): Tensor;
  argsort(self: Tensor, dim: number, options?: { descending?: boolean }): Tensor;
  argsort(self: Tensor, dim: number, descending: boolean): Tensor;
  /** The indices that put the elements along a dimension in rising order; equal ones keep theirs. */
  argsort(self: Tensor, options?: { stable?: boolean; dim?: number; descending?: boolean }): Tensor;
  /** The elements along the first dimension in rising order. */
  msort(self: Tensor): Tensor;
  /** The `k` largest (or smallest) elements along a dimension in order, and where they stand. Of equal ones the first count. */
  topk(self: Tensor, k: number, options?: { dim?: number; largest?: boolean; sorted?: boolean }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  topk(self: Tensor, k: number, dim: number, options?: { largest?: boolean; sorted?: boolean }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  topk(self: Tensor, k: number, dim: number, largest: boolean, options?: { sorted?: boolean }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  topk(self: Tensor, k: number, dim: number, largest: boolean, sorted: boolean): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  /** The `k`-th smallest element along a dimension, counted from 1, and where it stands. */
  kthvalue(self: Tensor, k: number, options?: { dim?: number; keepdim?: boolean }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  kthvalue(self: Tensor, k: number, dim: number, options?: { keepdim?: boolean }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  kthvalue(self: Tensor, k: number, dim: number, keepdim: boolean): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  /** The middle element in order, the lower of two; NaN where there is one. Of all elements. */
  median(self: Tensor): Tensor;
  /** The middle element in order, the lower of two; NaN where there is one. Along a dimension, with where it stands. */
  median(self: Tensor, dim: number, options?: { keepdim?: boolean }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  median(self: Tensor, dim: number, keepdim: boolean): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  median(self: Tensor, options: { dim: number; keepdim?: boolean }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  /** The middle element in order, the lower of two, NaN left out. Of all elements. */
  nanmedian(self: Tensor): Tensor;
  /** The middle element in order, the lower of two, NaN left out. Along a dimension, with where it stands. */
  nanmedian(self: Tensor, dim: number, options?: { keepdim?: boolean }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  nanmedian(self: Tensor, dim: number, keepdim: boolean): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  nanmedian(self: Tensor, options: { dim: number; keepdim?: boolean }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  /** The most frequent element along a dimension, of several the smallest, and the last place where it stands. */
  mode(self: Tensor, options?: { dim?: number; keepdim?: boolean }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  mode(self: Tensor, dim: number, options?: { keepdim?: boolean }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  mode(self: Tensor, dim: number, keepdim: boolean): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  /** The logarithm of each element to the base 10. */
  log10(self: Tensor): Tensor;
  /** The logarithm of each element to the base 10. */
  log10_(self: Tensor): Tensor;
  /** 2 to the power of each element. */
  exp2(self: Tensor): Tensor;
  /** 2 to the power of each element. */
  exp2_(self: Tensor): Tensor;
  /** `1 - erf(x)` of each element, exact also where it is near 0. */
  erfc(self: Tensor): Tensor;
  /** `1 - erf(x)` of each element, exact also where it is near 0. */
  erfc_(self: Tensor): Tensor;
  /** The number whose error function each element is; NaN beyond ±1. */
  erfinv(self: Tensor): Tensor;
  /** `log(x / (1 - x))` of each element, which is first brought into [eps, 1 - eps] where `eps` is given. */
  logit(self: Tensor, options?: { eps?: number | null }): Tensor;
  logit(self: Tensor, eps: number | null): Tensor;
  /** `log(x / (1 - x))` of each element, which is first brought into [eps, 1 - eps] where `eps` is given. */
  logit_(self: Tensor, options?: { eps?: number | null }): Tensor;
  logit_(self: Tensor, eps: number | null): Tensor;
  /** The logarithm of the absolute value of the gamma function of each element. */
  lgamma(self: Tensor): Tensor;
  /** The derivative of `lgamma` of each element. */
  digamma(self: Tensor): Tensor;
  /** The `n`-th derivative of `digamma` of each element. */
  polygamma(n: number, self: Tensor): Tensor;
  /** The tensor with at least 1 dimension; new ones have size 1. */
  atleast1d(self: Tensor): Tensor;
  /** The tensor with at least 1 dimension; new ones have size 1. */
  atleast1d(tensors: readonly Tensor[]): Tensor[];
  atleast1d(...tensors: Tensor[]): Tensor[];
  /** The tensor with at least 2 dimensions; new ones have size 1. */
  atleast2d(self: Tensor): Tensor;
  /** The tensor with at least 2 dimensions; new ones have size 1. */
  atleast2d(tensors: readonly Tensor[]): Tensor[];
  atleast2d(...tensors: Tensor[]): Tensor[];
  /** The tensor with at least 3 dimensions; new ones have size 1. */
  atleast3d(self: Tensor): Tensor;
  /** The tensor with at least 3 dimensions; new ones have size 1. */
  atleast3d(tensors: readonly Tensor[]): Tensor[];
  atleast3d(...tensors: Tensor[]): Tensor[];
  /** Joins tensors side by side: along the second dimension, vectors along their only one. */
  hstack(tensors: readonly Tensor[]): Tensor;
  /** Joins tensors one below the other: along the first dimension, vectors as rows. */
  vstack(tensors: readonly Tensor[]): Tensor;
  /** Joins tensors one below the other: along the first dimension, vectors as rows. */
  rowStack(tensors: readonly Tensor[]): Tensor;
  /** Joins tensors one behind the other: along the third dimension. */
  dstack(tensors: readonly Tensor[]): Tensor;
  /** Joins tensors side by side, vectors as columns. */
  columnStack(tensors: readonly Tensor[]): Tensor;
  /** So many parts along a dimension, the first ones one longer where it does not divide: views. */
  tensorSplit(self: Tensor, sections: number, options?: { dim?: number }): Tensor[];
  tensorSplit(self: Tensor, sections: number, dim: number): Tensor[];
  /** The parts between the indices along a dimension: views. */
  tensorSplit(self: Tensor, indices: readonly number[], options?: { dim?: number }): Tensor[];
  tensorSplit(self: Tensor, indices: readonly number[], dim: number): Tensor[];
  /** Cuts side by side, along the second dimension or that of a vector: so many parts of equal size, views. */
  hsplit(self: Tensor, sections: number): Tensor[];
  /** Cuts side by side, along the second dimension or that of a vector: the parts between the indices, views. */
  hsplit(self: Tensor, indices: readonly number[]): Tensor[];
  /** Cuts one below the other, along the first dimension: so many parts of equal size, views. */
  vsplit(self: Tensor, sections: number): Tensor[];
  /** Cuts one below the other, along the first dimension: the parts between the indices, views. */
  vsplit(self: Tensor, indices: readonly number[]): Tensor[];
  /** Cuts one behind the other, along the third dimension: so many parts of equal size, views. */
  dsplit(self: Tensor, sections: number): Tensor[];
  /** Cuts one behind the other, along the third dimension: the parts between the indices, views. */
  dsplit(self: Tensor, indices: readonly number[]): Tensor[];
  /** All elements as a vector, in row-major order: a view where possible. */
  ravel(self: Tensor): Tensor;
  /** Repeats dimensions of size 1, without copying: `expand`. */
  broadcastTo(self: Tensor, size: readonly number[]): Tensor;
  /** The tensors expanded to the shape that they have together. */
  broadcastTensors(tensors: readonly Tensor[]): Tensor[];
  broadcastTensors(...tensors: Tensor[]): Tensor[];
  /** All combinations of an element of each vector, one a row: `[n₁ · n₂ · …, k]`. */
  cartesianProd(tensors: readonly Tensor[]): Tensor;
  cartesianProd(...tensors: Tensor[]): Tensor;
  /** All combinations of `r` elements of a vector, one a row; with `withReplacement` an element may come again. */
  combinations(self: Tensor, options?: { r?: number; withReplacement?: boolean }): Tensor;
  combinations(self: Tensor, r: number, options?: { withReplacement?: boolean }): Tensor;
  combinations(self: Tensor, r: number, withReplacement: boolean): Tensor;
  /** The last two dimensions swapped; real numbers are their own conjugates. */
  adjoint(self: Tensor): Tensor;
  /** The sum over the dimensions given, or of all elements, with NaN as 0. */
  nansum(self: Tensor, options?: { dim?: NumberList | null; keepdim?: boolean; dtype?: DType | null }): Tensor;
  nansum(self: Tensor, dim: NumberList | null, options?: { keepdim?: boolean; dtype?: DType | null }): Tensor;
  nansum(self: Tensor, dim: NumberList | null, keepdim: boolean, options?: { dtype?: DType | null }): Tensor;
  /** The mean of what is not NaN, over the dimensions given or of all elements. */
  nanmean(self: Tensor, options?: { dim?: NumberList | null; keepdim?: boolean; dtype?: DType | null }): Tensor;
  nanmean(self: Tensor, dim: NumberList | null, options?: { keepdim?: boolean; dtype?: DType | null }): Tensor;
  nanmean(self: Tensor, dim: NumberList | null, keepdim: boolean, options?: { dtype?: DType | null }): Tensor;
  /** How many elements are not 0, over the dimensions given or of all. */
  countNonzero(self: Tensor, options?: { dim?: NumberList | null }): Tensor;
  countNonzero(self: Tensor, dim: NumberList | null): Tensor;
  /** The smallest and the largest element, of all or along a dimension. */
  aminmax(self: Tensor, options?: { dim?: number | null; keepdim?: boolean }): [Tensor, Tensor] & { readonly min: Tensor; readonly max: Tensor };
  /** The element below which a part `q` of them lies for each of the `q`, between 0 and 1, along a dimension or of all elements. */
  quantile(self: Tensor, q: Tensor, options?: { dim?: number | null; keepdim?: boolean; interpolation?: string }): Tensor;
  quantile(self: Tensor, q: Tensor, dim: number | null, options?: { keepdim?: boolean; interpolation?: string }): Tensor;
  quantile(self: Tensor, q: Tensor, dim: number | null, keepdim: boolean, options?: { interpolation?: string }): Tensor;
  /** The element below which a part `q` of them lies, `q` between 0 and 1, along a dimension or of all elements. */
  quantile(self: Tensor, q: number, options?: { dim?: number | null; keepdim?: boolean; interpolation?: string }): Tensor;
  quantile(self: Tensor, q: number, dim: number | null, options?: { keepdim?: boolean; interpolation?: string }): Tensor;
  quantile(self: Tensor, q: number, dim: number | null, keepdim: boolean, options?: { interpolation?: string }): Tensor;
  /** The element below which a part `q` of those that are not NaN lies for each of the `q`, between 0 and 1, along a dimension or of all elements. */
  nanquantile(self: Tensor, q: Tensor, options?: { dim?: number | null; keepdim?: boolean; interpolation?: string }): Tensor;
  nanquantile(self: Tensor, q: Tensor, dim: number | null, options?: { keepdim?: boolean; interpolation?: string }): Tensor;
  nanquantile(self: Tensor, q: Tensor, dim: number | null, keepdim: boolean, options?: { interpolation?: string }): Tensor;
  /** The element below which a part `q` of those that are not NaN lies, `q` between 0 and 1, along a dimension or of all elements. */
  nanquantile(self: Tensor, q: number, options?: { dim?: number | null; keepdim?: boolean; interpolation?: string }): Tensor;
  nanquantile(self: Tensor, q: number, dim: number | null, options?: { keepdim?: boolean; interpolation?: string }): Tensor;
  nanquantile(self: Tensor, q: number, dim: number | null, keepdim: boolean, options?: { interpolation?: string }): Tensor;
  /** How many elements fall into each of `bins` bins of equal width between `min` and `max`, or, if both are 0, between the smallest and the largest element. */
  histc(self: Tensor, options?: { bins?: number; min?: number; max?: number }): Tensor;
  histc(self: Tensor, bins: number, options?: { min?: number; max?: number }): Tensor;
  histc(self: Tensor, bins: number, min: number, options?: { max?: number }): Tensor;
  histc(self: Tensor, bins: number, min: number, max: number): Tensor;
  /** The tangent of each element, in radians. */
  tan(self: Tensor): Tensor;
  /** The tangent of each element, in radians. */
  tan_(self: Tensor): Tensor;
  /** The angle in [-π/2, π/2] whose sine each element is; NaN beyond ±1. */
  asin(self: Tensor): Tensor;
  /** The angle in [-π/2, π/2] whose sine each element is; NaN beyond ±1. */
  asin_(self: Tensor): Tensor;
  /** The angle in [-π/2, π/2] whose sine each element is; NaN beyond ±1. */
  arcsin(self: Tensor): Tensor;
  /** The angle in [-π/2, π/2] whose sine each element is; NaN beyond ±1. */
  arcsin_(self: Tensor): Tensor;
  /** The angle in [0, π] whose cosine each element is; NaN beyond ±1. */
  acos(self: Tensor): Tensor;
  /** The angle in [0, π] whose cosine each element is; NaN beyond ±1. */
  acos_(self: Tensor): Tensor;
  /** The angle in [0, π] whose cosine each element is; NaN beyond ±1. */
  arccos(self: Tensor): Tensor;
  /** The angle in [0, π] whose cosine each element is; NaN beyond ±1. */
  arccos_(self: Tensor): Tensor;
  /** The angle in (-π/2, π/2) whose tangent each element is. */
  atan(self: Tensor): Tensor;
  /** The angle in (-π/2, π/2) whose tangent each element is. */
  atan_(self: Tensor): Tensor;
  /** The angle in (-π/2, π/2) whose tangent each element is. */
  arctan(self: Tensor): Tensor;
  /** The angle in (-π/2, π/2) whose tangent each element is. */
  arctan_(self: Tensor): Tensor;
  /** The hyperbolic sine of each element. */
  sinh(self: Tensor): Tensor;
  /** The hyperbolic sine of each element. */
  sinh_(self: Tensor): Tensor;
  /** The hyperbolic cosine of each element. */
  cosh(self: Tensor): Tensor;
  /** The hyperbolic cosine of each element. */
  cosh_(self: Tensor): Tensor;
  /** The inverse of the hyperbolic sine of each element. */
  asinh(self: Tensor): Tensor;
  /** The inverse of the hyperbolic sine of each element. */
  asinh_(self: Tensor): Tensor;
  /** The inverse of the hyperbolic sine of each element. */
  arcsinh(self: Tensor): Tensor;
  /** The inverse of the hyperbolic sine of each element. */
  arcsinh_(self: Tensor): Tensor;
  /** The inverse of the hyperbolic cosine of each element; NaN below 1. */
  acosh(self: Tensor): Tensor;
  /** The inverse of the hyperbolic cosine of each element; NaN below 1. */
  acosh_(self: Tensor): Tensor;
  /** The inverse of the hyperbolic cosine of each element; NaN below 1. */
  arccosh(self: Tensor): Tensor;
  /** The inverse of the hyperbolic cosine of each element; NaN below 1. */
  arccosh_(self: Tensor): Tensor;
  /** The inverse of the hyperbolic tangent of each element; NaN beyond ±1. */
  atanh(self: Tensor): Tensor;
  /** The inverse of the hyperbolic tangent of each element; NaN beyond ±1. */
  atanh_(self: Tensor): Tensor;
  /** The inverse of the hyperbolic tangent of each element; NaN beyond ±1. */
  arctanh(self: Tensor): Tensor;
  /** The inverse of the hyperbolic tangent of each element; NaN beyond ±1. */
  arctanh_(self: Tensor): Tensor;
  /** The angle in [-π, π] of the point with the ordinate `self` and the abscissa `other`. */
  atan2(self: Tensor, other: Tensor): Tensor;
  /** The angle in [-π, π] of the point with the ordinate `self` and the abscissa `other`. */
  arctan2(self: Tensor, other: Tensor): Tensor;
  /** Angles in degrees as radians. */
  deg2rad(self: Tensor): Tensor;
  /** Angles in degrees as radians. */
  deg2rad_(self: Tensor): Tensor;
  /** Angles in radians as degrees. */
  rad2deg(self: Tensor): Tensor;
  /** Angles in radians as degrees. */
  rad2deg_(self: Tensor): Tensor;
  /** `sin(πx) / (πx)` of each element; 1 at 0. */
  sinc(self: Tensor): Tensor;
  /** `sin(πx) / (πx)` of each element; 1 at 0. */
  sinc_(self: Tensor): Tensor;
  /** Whether any element is not 0. */
  any(self: Tensor): Tensor;
  /** Whether any element over the dimensions given is not 0. */
  any(self: Tensor, dim: NumberList | null, options?: { keepdim?: boolean }): Tensor;
  any(self: Tensor, dim: NumberList | null, keepdim: boolean): Tensor;
  any(self: Tensor, options: { dim: NumberList | null; keepdim?: boolean }): Tensor;
  /** Whether no element is 0. */
  all(self: Tensor): Tensor;
  /** Whether no element over the dimensions given is 0. */
  all(self: Tensor, dim: NumberList | null, options?: { keepdim?: boolean }): Tensor;
  all(self: Tensor, dim: NumberList | null, keepdim: boolean): Tensor;
  all(self: Tensor, options: { dim: NumberList | null; keepdim?: boolean }): Tensor;
  /** The largest element of each window of `[N, C, L]`, and where in the row it is. */
  maxPool1dWithIndices(self: Tensor, kernelSize: NumberList, options?: { stride?: NumberList; padding?: NumberList; dilation?: NumberList; ceilMode?: boolean }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  maxPool1dWithIndices(self: Tensor, kernelSize: NumberList, stride: NumberList, options?: { padding?: NumberList; dilation?: NumberList; ceilMode?: boolean }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  maxPool1dWithIndices(self: Tensor, kernelSize: NumberList, stride: NumberList, padding: NumberList, options?: { dilation?: NumberList; ceilMode?: boolean }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  maxPool1dWithIndices(self: Tensor, kernelSize: NumberList, stride: NumberList, padding: NumberList, dilation: NumberList, options?: { ceilMode?: boolean }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  maxPool1dWithIndices(self: Tensor, kernelSize: NumberList, stride: NumberList, padding: NumberList, dilation: NumberList, ceilMode: boolean): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  /** The variance over the dimensions given, divided by n - 1, or by n with `unbiased: false`. */
  var(self: Tensor, dim: NumberList | null, options?: { unbiased?: boolean; keepdim?: boolean }): Tensor;
  var(self: Tensor, dim: NumberList | null, unbiased: boolean, options?: { keepdim?: boolean }): Tensor;
  var(self: Tensor, dim: NumberList | null, unbiased: boolean, keepdim: boolean): Tensor;
  var(self: Tensor, options: { dim: NumberList | null; unbiased?: boolean; keepdim?: boolean }): Tensor;
  /** The variance over the dimensions given, or of all elements, divided by n - `correction` (1). */
  var(self: Tensor, options?: { dim?: NumberList | null; correction?: number | null; keepdim?: boolean }): Tensor;
  var(self: Tensor, dim: NumberList | null, options?: { correction?: number | null; keepdim?: boolean }): Tensor;
  /** The variance of all elements, divided by n - 1, or by n with `unbiased` false. */
  var(self: Tensor, unbiased: boolean): Tensor;
  /** The standard deviation over the dimensions given: the root of `var`. */
  std(self: Tensor, dim: NumberList | null, options?: { unbiased?: boolean; keepdim?: boolean }): Tensor;
  std(self: Tensor, dim: NumberList | null, unbiased: boolean, options?: { keepdim?: boolean }): Tensor;
  std(self: Tensor, dim: NumberList | null, unbiased: boolean, keepdim: boolean): Tensor;
  std(self: Tensor, options: { dim: NumberList | null; unbiased?: boolean; keepdim?: boolean }): Tensor;
  /** The standard deviation over the dimensions given, or of all elements: the root of `var`. */
  std(self: Tensor, options?: { dim?: NumberList | null; correction?: number | null; keepdim?: boolean }): Tensor;
  std(self: Tensor, dim: NumberList | null, options?: { correction?: number | null; keepdim?: boolean }): Tensor;
  /** The standard deviation of all elements: the root of `var`. */
  std(self: Tensor, unbiased: boolean): Tensor;
  /** The variance and the mean over the dimensions given. */
  varMean(self: Tensor, dim: NumberList | null, options?: { unbiased?: boolean; keepdim?: boolean }): [Tensor, Tensor] & { readonly variance: Tensor; readonly mean: Tensor };
  varMean(self: Tensor, dim: NumberList | null, unbiased: boolean, options?: { keepdim?: boolean }): [Tensor, Tensor] & { readonly variance: Tensor; readonly mean: Tensor };
  varMean(self: Tensor, dim: NumberList | null, unbiased: boolean, keepdim: boolean): [Tensor, Tensor] & { readonly variance: Tensor; readonly mean: Tensor };
  varMean(self: Tensor, options: { dim: NumberList | null; unbiased?: boolean; keepdim?: boolean }): [Tensor, Tensor] & { readonly variance: Tensor; readonly mean: Tensor };
  /** The variance and the mean over the dimensions given, or of all elements. */
  varMean(self: Tensor, options?: { dim?: NumberList | null; correction?: number | null; keepdim?: boolean }): [Tensor, Tensor] & { readonly variance: Tensor; readonly mean: Tensor };
  varMean(self: Tensor, dim: NumberList | null, options?: { correction?: number | null; keepdim?: boolean }): [Tensor, Tensor] & { readonly variance: Tensor; readonly mean: Tensor };
  /** The standard deviation and the mean over the dimensions given. */
  stdMean(self: Tensor, dim: NumberList | null, options?: { unbiased?: boolean; keepdim?: boolean }): [Tensor, Tensor] & { readonly std: Tensor; readonly mean: Tensor };
  stdMean(self: Tensor, dim: NumberList | null, unbiased: boolean, options?: { keepdim?: boolean }): [Tensor, Tensor] & { readonly std: Tensor; readonly mean: Tensor };
  stdMean(self: Tensor, dim: NumberList | null, unbiased: boolean, keepdim: boolean): [Tensor, Tensor] & { readonly std: Tensor; readonly mean: Tensor };
  stdMean(self: Tensor, options: { dim: NumberList | null; unbiased?: boolean; keepdim?: boolean }): [Tensor, Tensor] & { readonly std: Tensor; readonly mean: Tensor };
  /** The standard deviation and the mean over the dimensions given, or of all elements. */
  stdMean(self: Tensor, options?: { dim?: NumberList | null; correction?: number | null; keepdim?: boolean }): [Tensor, Tensor] & { readonly std: Tensor; readonly mean: Tensor };
  stdMean(self: Tensor, dim: NumberList | null, options?: { correction?: number | null; keepdim?: boolean }): [Tensor, Tensor] & { readonly std: Tensor; readonly mean: Tensor };
  /** The norm over all dimensions but `dim`, which keep a size of 1; with `dim` -1 over all. */
  normExceptDim(v: Tensor, options?: { pow?: number; dim?: number }): Tensor;
  normExceptDim(v: Tensor, pow: number, options?: { dim?: number }): Tensor;
  normExceptDim(v: Tensor, pow: number, dim: number): Tensor;
}

/** Functions of `torch.linalg`. */
export interface LinalgFunctions {
  /** The cross product of the vectors of three along a dimension. */
  cross(self: Tensor, other: Tensor, options?: { dim?: number }): Tensor;
  /** The inverses of matrices `[…, n, n]`, and where each is singular: 0 where it is not. */
  invEx(A: Tensor, options?: { checkErrors?: boolean }): [Tensor, Tensor] & { readonly inverse: Tensor; readonly info: Tensor };
  /** The inverses of matrices `[…, n, n]`. */
  inv(A: Tensor): Tensor;
  /** Solves `A X = B`, or with `left: false` `X A = B`, for matrices `[…, n, n]`; `B` has a vector or a matrix for each. */
  solve(A: Tensor, B: Tensor, options?: { left?: boolean }): Tensor;
  /** Solves `A X = B` with the upper or lower triangle of matrices `[…, n, n]`. */
  solveTriangular(self: Tensor, B: Tensor, options?: { upper?: boolean; left?: boolean; unitriangular?: boolean }): Tensor;
  /** The determinants of matrices `[…, n, n]`. */
  det(A: Tensor): Tensor;
  /** The signs of the determinants of matrices `[…, n, n]`, and the logarithms of their sizes. */
  slogdet(A: Tensor): [Tensor, Tensor] & { readonly sign: Tensor; readonly logabsdet: Tensor };
  /** The Cholesky factors of matrices `[…, n, n]`, and where each is not positive definite: 0 where it is. */
  choleskyEx(self: Tensor, options?: { upper?: boolean; checkErrors?: boolean }): [Tensor, Tensor] & { readonly L: Tensor; readonly info: Tensor };
  /** The lower triangle `L` (or the upper) with `L Lᵀ` equal to symmetric positive definite matrices `[…, n, n]`. */
  cholesky(self: Tensor, options?: { upper?: boolean }): Tensor;
  /** Orthogonal `Q` and upper triangular `R` with `A = Q R`, for matrices `[…, m, n]`. `mode`: `reduced`, `complete`, or `r` without Q. */
  qr(A: Tensor, options?: { mode?: string }): [Tensor, Tensor] & { readonly Q: Tensor; readonly R: Tensor };
  qr(A: Tensor, mode: string): [Tensor, Tensor] & { readonly Q: Tensor; readonly R: Tensor };
  /** The ascending eigenvalues of symmetric matrices `[…, n, n]`, of which one triangle is read, and their vectors as columns. The sign of a vector may differ from PyTorch's. */
  eigh(A: Tensor, options?: { UPLO?: string }): [Tensor, Tensor] & { readonly eigenvalues: Tensor; readonly eigenvectors: Tensor };
  eigh(A: Tensor, UPLO: string): [Tensor, Tensor] & { readonly eigenvalues: Tensor; readonly eigenvectors: Tensor };
  /** The ascending eigenvalues of symmetric matrices `[…, n, n]`, of which one triangle is read. */
  eigvalsh(A: Tensor, options?: { UPLO?: string }): Tensor;
  eigvalsh(A: Tensor, UPLO: string): Tensor;
  /** `A = U diag(S) Vh` for matrices `[…, m, n]`, singular values descending; with `fullMatrices: false` only as many vectors as values. The signs of vectors may differ from PyTorch's. */
  svd(A: Tensor, options?: { fullMatrices?: boolean }): [Tensor, Tensor, Tensor] & { readonly U: Tensor; readonly S: Tensor; readonly Vh: Tensor };
  svd(A: Tensor, fullMatrices: boolean): [Tensor, Tensor, Tensor] & { readonly U: Tensor; readonly S: Tensor; readonly Vh: Tensor };
  /** The singular values of matrices `[…, m, n]`, descending. */
  svdvals(A: Tensor): Tensor;
  /** The pseudoinverses of matrices `[…, m, n]`: `[…, n, m]`. Singular values below `rcond` times the largest count as 0. Of a `hermitian` (in real numbers: symmetric) matrix only the lower triangle is read. */
  pinv(self: Tensor, options?: { rcond?: number | null; hermitian?: boolean }): Tensor;
  pinv(self: Tensor, rcond: number | null, options?: { hermitian?: boolean }): Tensor;
  pinv(self: Tensor, rcond: number | null, hermitian: boolean): Tensor;
  /** The shortest X with the least `‖A X - B‖` for matrices `[…, m, n]` and `[…, m, k]` (or `[m]`), the ranks of A, and, empty as PyTorch's default driver leaves them, residuals and singular values. */
  lstsq(self: Tensor, b: Tensor, options?: { rcond?: number | null }): [Tensor, Tensor, Tensor, Tensor] & { readonly solution: Tensor; readonly residuals: Tensor; readonly rank: Tensor; readonly singular_values: Tensor };
  lstsq(self: Tensor, b: Tensor, rcond: number | null): [Tensor, Tensor, Tensor, Tensor] & { readonly solution: Tensor; readonly residuals: Tensor; readonly rank: Tensor; readonly singular_values: Tensor };
  /** The norm of order `ord` over the dimensions given, or of all elements. */
  vectorNorm(self: Tensor, options?: { ord?: number; dim?: NumberList | null; keepdim?: boolean; dtype?: DType | null }): Tensor;
  vectorNorm(self: Tensor, ord: number, options?: { dim?: NumberList | null; keepdim?: boolean; dtype?: DType | null }): Tensor;
  vectorNorm(self: Tensor, ord: number, dim: NumberList | null, options?: { keepdim?: boolean; dtype?: DType | null }): Tensor;
  vectorNorm(self: Tensor, ord: number, dim: NumberList | null, keepdim: boolean, options?: { dtype?: DType | null }): Tensor;
  /** The norms of matrices in the last two dimensions, or in those given: `fro`, `nuc`, 2 and -2 (the largest and smallest singular value), 1, -1, Infinity, -Infinity. */
  matrixNorm(A: Tensor, ord: number, options?: { dim?: readonly number[] | null; keepdim?: boolean; dtype?: DType | null }): Tensor;
  matrixNorm(A: Tensor, ord: number, dim: readonly number[] | null, options?: { keepdim?: boolean; dtype?: DType | null }): Tensor;
  matrixNorm(A: Tensor, ord: number, dim: readonly number[] | null, keepdim: boolean, options?: { dtype?: DType | null }): Tensor;
  /** The norms of matrices in the last two dimensions, or in those given: `fro`, `nuc`, 2 and -2 (the largest and smallest singular value), 1, -1, Infinity, -Infinity. */
  matrixNorm(A: Tensor, options?: { ord?: string; dim?: readonly number[] | null; keepdim?: boolean; dtype?: DType | null }): Tensor;
  matrixNorm(A: Tensor, ord: string, options?: { dim?: readonly number[] | null; keepdim?: boolean; dtype?: DType | null }): Tensor;
  matrixNorm(A: Tensor, ord: string, dim: readonly number[] | null, options?: { keepdim?: boolean; dtype?: DType | null }): Tensor;
  matrixNorm(A: Tensor, ord: string, dim: readonly number[] | null, keepdim: boolean, options?: { dtype?: DType | null }): Tensor;
  /** The norm of all elements, of vectors along one dimension, or of matrices in two. */
  norm(A: Tensor, options?: { ord?: number | null; dim?: NumberList | null; keepdim?: boolean; dtype?: DType | null }): Tensor;
  norm(A: Tensor, ord: number | null, options?: { dim?: NumberList | null; keepdim?: boolean; dtype?: DType | null }): Tensor;
  norm(A: Tensor, ord: number | null, dim: NumberList | null, options?: { keepdim?: boolean; dtype?: DType | null }): Tensor;
  norm(A: Tensor, ord: number | null, dim: NumberList | null, keepdim: boolean, options?: { dtype?: DType | null }): Tensor;
  /** The norm of all elements, of vectors along one dimension, or of matrices in two. */
  norm(A: Tensor, ord: string, options?: { dim?: NumberList | null; keepdim?: boolean; dtype?: DType | null }): Tensor;
  norm(A: Tensor, ord: string, dim: NumberList | null, options?: { keepdim?: boolean; dtype?: DType | null }): Tensor;
  norm(A: Tensor, ord: string, dim: NumberList | null, keepdim: boolean, options?: { dtype?: DType | null }): Tensor;
  /** Matrices `[…, m, m]` to a whole power; a negative one is that of the inverse. */
  matrixPower(self: Tensor, n: number): Tensor;
  /** The product of matrices, in the order that needs the fewest multiplications; the first and the last may be vectors. */
  multiDot(tensors: readonly Tensor[]): Tensor;
}

/** Functions of `nn.functional`. */
export interface FunctionalFunctions {
  /** The Gaussian error linear unit: `x · Φ(x)`, with `approximate: "tanh"` by a hyperbolic tangent. */
  gelu(self: Tensor, options?: { approximate?: string }): Tensor;
  /** The sigmoid linear unit (swish): `x · sigmoid(x)`. */
  silu(self: Tensor, options?: { inplace?: boolean }): Tensor;
  silu(self: Tensor, inplace: boolean): Tensor;
  /** `x · tanh(softplus(x))`. */
  mish(self: Tensor, options?: { inplace?: boolean }): Tensor;
  mish(self: Tensor, inplace: boolean): Tensor;
  /** The exponential linear unit: x above 0, `alpha · (exp(x) - 1)` below. */
  elu(self: Tensor, options?: { alpha?: number; inplace?: boolean; scale?: number; inputScale?: number }): Tensor;
  elu(self: Tensor, alpha: number, options?: { inplace?: boolean; scale?: number; inputScale?: number }): Tensor;
  elu(self: Tensor, alpha: number, inplace: boolean, options?: { scale?: number; inputScale?: number }): Tensor;
  /** The scaled exponential linear unit: keeps mean 0 and variance 1 from layer to layer. */
  selu(self: Tensor, options?: { inplace?: boolean }): Tensor;
  selu(self: Tensor, inplace: boolean): Tensor;
  /** The continuously differentiable exponential linear unit: x above 0, `alpha · (exp(x / alpha) - 1)` below. */
  celu(self: Tensor, options?: { alpha?: number; inplace?: boolean }): Tensor;
  celu(self: Tensor, alpha: number, options?: { inplace?: boolean }): Tensor;
  celu(self: Tensor, alpha: number, inplace: boolean): Tensor;
  /** x above 0, `negativeSlope · x` below. */
  leakyRelu(self: Tensor, options?: { negativeSlope?: number; inplace?: boolean }): Tensor;
  leakyRelu(self: Tensor, negativeSlope: number, options?: { inplace?: boolean }): Tensor;
  leakyRelu(self: Tensor, negativeSlope: number, inplace: boolean): Tensor;
  /** `log(1 + exp(beta · x)) / beta`, and x itself where `beta · x` is above the threshold. */
  softplus(self: Tensor, options?: { beta?: number; threshold?: number }): Tensor;
  softplus(self: Tensor, beta: number, options?: { threshold?: number }): Tensor;
  softplus(self: Tensor, beta: number, threshold: number): Tensor;
  /** `x / (1 + |x|)`. */
  softsign(self: Tensor): Tensor;
  /** `x - tanh(x)`. */
  tanhshrink(self: Tensor): Tensor;
  /** The logarithm of the sigmoid, exact where the sigmoid is nearly 0. */
  logsigmoid(self: Tensor): Tensor;
  /** x above 0, `weight · x` below, where the weight is learned: one for all, or one per channel. */
  prelu(self: Tensor, weight: Tensor): Tensor;
  /** x, but at least `minVal` and at most `maxVal`. */
  hardtanh(self: Tensor, options?: { minVal?: number; maxVal?: number; inplace?: boolean }): Tensor;
  hardtanh(self: Tensor, minVal: number, options?: { maxVal?: number; inplace?: boolean }): Tensor;
  hardtanh(self: Tensor, minVal: number, maxVal: number, options?: { inplace?: boolean }): Tensor;
  hardtanh(self: Tensor, minVal: number, maxVal: number, inplace: boolean): Tensor;
  /** x, but at least 0 and at most 6. */
  relu6(self: Tensor, options?: { inplace?: boolean }): Tensor;
  relu6(self: Tensor, inplace: boolean): Tensor;
  /** `x · relu6(x + 3) / 6`. */
  hardswish(self: Tensor, options?: { inplace?: boolean }): Tensor;
  hardswish(self: Tensor, inplace: boolean): Tensor;
  /** `relu6(x + 3) / 6`. */
  hardsigmoid(self: Tensor, options?: { inplace?: boolean }): Tensor;
  hardsigmoid(self: Tensor, inplace: boolean): Tensor;
  /** The gated linear unit: the first half of a dimension times the sigmoid of the second. */
  glu(self: Tensor, options?: { dim?: number }): Tensor;
  glu(self: Tensor, dim: number): Tensor;
  /** `input · weightᵀ + bias`: `[…, in]` by `[out, in]` gives `[…, out]`. */
  linear(input: Tensor, weight: Tensor, options?: { bias?: Tensor | null }): Tensor;
  linear(input: Tensor, weight: Tensor, bias: Tensor | null): Tensor;
  /** Sets elements to 0 with probability `p` and scales the others by `1 / (1 - p)`, in training only. */
  dropout(input: Tensor, options?: { p?: number; training?: boolean; inplace?: boolean }): Tensor;
  dropout(input: Tensor, p: number, options?: { training?: boolean; inplace?: boolean }): Tensor;
  dropout(input: Tensor, p: number, training: boolean, options?: { inplace?: boolean }): Tensor;
  dropout(input: Tensor, p: number, training: boolean, inplace: boolean): Tensor;
  /** Sets whole channels of `[N, C, L]` or `[C, L]` to 0 with probability `p` and scales the others, in training only. */
  dropout1d(input: Tensor, options?: { p?: number; training?: boolean; inplace?: boolean }): Tensor;
  dropout1d(input: Tensor, p: number, options?: { training?: boolean; inplace?: boolean }): Tensor;
  dropout1d(input: Tensor, p: number, training: boolean, options?: { inplace?: boolean }): Tensor;
  dropout1d(input: Tensor, p: number, training: boolean, inplace: boolean): Tensor;
  /** Sets whole channels of `[N, C, H, W]` to 0 with probability `p` and scales the others, in training only. */
  dropout2d(input: Tensor, options?: { p?: number; training?: boolean; inplace?: boolean }): Tensor;
  dropout2d(input: Tensor, p: number, options?: { training?: boolean; inplace?: boolean }): Tensor;
  dropout2d(input: Tensor, p: number, training: boolean, options?: { inplace?: boolean }): Tensor;
  dropout2d(input: Tensor, p: number, training: boolean, inplace: boolean): Tensor;
  /** Sets whole channels of `[N, C, D, H, W]` or `[C, D, H, W]` to 0 with probability `p` and scales the others, in training only. */
  dropout3d(input: Tensor, options?: { p?: number; training?: boolean; inplace?: boolean }): Tensor;
  dropout3d(input: Tensor, p: number, options?: { training?: boolean; inplace?: boolean }): Tensor;
  dropout3d(input: Tensor, p: number, training: boolean, options?: { inplace?: boolean }): Tensor;
  dropout3d(input: Tensor, p: number, training: boolean, inplace: boolean): Tensor;
  /** Dropout that keeps mean and variance, for networks with SELU: dropped elements become the value it saturates at. */
  alphaDropout(input: Tensor, options?: { p?: number; training?: boolean; inplace?: boolean }): Tensor;
  alphaDropout(input: Tensor, p: number, options?: { training?: boolean; inplace?: boolean }): Tensor;
  alphaDropout(input: Tensor, p: number, training: boolean, options?: { inplace?: boolean }): Tensor;
  alphaDropout(input: Tensor, p: number, training: boolean, inplace: boolean): Tensor;
  /** `alphaDropout` of whole channels of `[N, C, …]`. */
  featureAlphaDropout(input: Tensor, options?: { p?: number; training?: boolean; inplace?: boolean }): Tensor;
  featureAlphaDropout(input: Tensor, p: number, options?: { training?: boolean; inplace?: boolean }): Tensor;
  featureAlphaDropout(input: Tensor, p: number, training: boolean, options?: { inplace?: boolean }): Tensor;
  featureAlphaDropout(input: Tensor, p: number, training: boolean, inplace: boolean): Tensor;
  /** `exp(x) / sum(exp(x))` along a dimension: positive numbers that add up to 1. */
  softmax(input: Tensor, options?: { dim?: number | null; dtype?: DType | null }): Tensor;
  softmax(input: Tensor, dim: number | null, options?: { dtype?: DType | null }): Tensor;
  /** The logarithm of `softmax` along a dimension, without overflow. */
  logSoftmax(input: Tensor, options?: { dim?: number | null; dtype?: DType | null }): Tensor;
  logSoftmax(input: Tensor, dim: number | null, options?: { dtype?: DType | null }): Tensor;
  /** `softmax(-input)` along a dimension. */
  softmin(input: Tensor, options?: { dim?: number | null; dtype?: DType | null }): Tensor;
  softmin(input: Tensor, dim: number | null, options?: { dtype?: DType | null }): Tensor;
  /** `softmax(scale · query · keyᵀ + attnMask) · value`: `query […, L, E]`, `key […, S, E]`, `value […, S, Ev]` give `[…, L, Ev]`. A bool mask is true where a query may attend. `scale` is `1 / √E` unless given; with `enableGqa` several query heads share one of the keys. */
  scaledDotProductAttention(query: Tensor, key: Tensor, value: Tensor, options?: { attnMask?: Tensor | null; dropoutP?: number; isCausal?: boolean; scale?: number | null; enableGqa?: boolean }): Tensor;
  scaledDotProductAttention(query: Tensor, key: Tensor, value: Tensor, attnMask: Tensor | null, options?: { dropoutP?: number; isCausal?: boolean; scale?: number | null; enableGqa?: boolean }): Tensor;
  scaledDotProductAttention(query: Tensor, key: Tensor, value: Tensor, attnMask: Tensor | null, dropoutP: number, options?: { isCausal?: boolean; scale?: number | null; enableGqa?: boolean }): Tensor;
  scaledDotProductAttention(query: Tensor, key: Tensor, value: Tensor, attnMask: Tensor | null, dropoutP: number, isCausal: boolean, options?: { scale?: number | null; enableGqa?: boolean }): Tensor;
  /** The largest element of each window of `[N, C, H, W]`, and where in the plane it is. */
  maxPool2dWithIndices(self: Tensor, kernelSize: NumberList, options?: { stride?: NumberList; padding?: NumberList; dilation?: NumberList; ceilMode?: boolean }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  maxPool2dWithIndices(self: Tensor, kernelSize: NumberList, stride: NumberList, options?: { padding?: NumberList; dilation?: NumberList; ceilMode?: boolean }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  maxPool2dWithIndices(self: Tensor, kernelSize: NumberList, stride: NumberList, padding: NumberList, options?: { dilation?: NumberList; ceilMode?: boolean }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  maxPool2dWithIndices(self: Tensor, kernelSize: NumberList, stride: NumberList, padding: NumberList, dilation: NumberList, options?: { ceilMode?: boolean }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  maxPool2dWithIndices(self: Tensor, kernelSize: NumberList, stride: NumberList, padding: NumberList, dilation: NumberList, ceilMode: boolean): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  /** The largest element of each window of `[N, C, H, W]`. The stride is the kernel's size unless given. */
  maxPool2d(self: Tensor, kernelSize: NumberList, options?: { stride?: NumberList; padding?: NumberList; dilation?: NumberList; ceilMode?: boolean }): Tensor;
  maxPool2d(self: Tensor, kernelSize: NumberList, stride: NumberList, options?: { padding?: NumberList; dilation?: NumberList; ceilMode?: boolean }): Tensor;
  maxPool2d(self: Tensor, kernelSize: NumberList, stride: NumberList, padding: NumberList, options?: { dilation?: NumberList; ceilMode?: boolean }): Tensor;
  maxPool2d(self: Tensor, kernelSize: NumberList, stride: NumberList, padding: NumberList, dilation: NumberList, options?: { ceilMode?: boolean }): Tensor;
  maxPool2d(self: Tensor, kernelSize: NumberList, stride: NumberList, padding: NumberList, dilation: NumberList, ceilMode: boolean): Tensor;
  /** With `returnIndices` also where the maxima are. */
  maxPool2d(self: Tensor, kernelSize: NumberList, options?: { stride?: NumberList; padding?: NumberList; dilation?: NumberList; ceilMode?: boolean; returnIndices?: boolean }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  maxPool2d(self: Tensor, kernelSize: NumberList, stride: NumberList, options?: { padding?: NumberList; dilation?: NumberList; ceilMode?: boolean; returnIndices?: boolean }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  maxPool2d(self: Tensor, kernelSize: NumberList, stride: NumberList, padding: NumberList, options?: { dilation?: NumberList; ceilMode?: boolean; returnIndices?: boolean }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  maxPool2d(self: Tensor, kernelSize: NumberList, stride: NumberList, padding: NumberList, dilation: NumberList, options?: { ceilMode?: boolean; returnIndices?: boolean }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  maxPool2d(self: Tensor, kernelSize: NumberList, stride: NumberList, padding: NumberList, dilation: NumberList, ceilMode: boolean, options?: { returnIndices?: boolean }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  /** The mean of each window of `[N, C, H, W]`. The stride is the kernel's size unless given. */
  avgPool2d(self: Tensor, kernelSize: NumberList, options?: { stride?: NumberList; padding?: NumberList; ceilMode?: boolean; countIncludePad?: boolean; divisorOverride?: number | null }): Tensor;
  avgPool2d(self: Tensor, kernelSize: NumberList, stride: NumberList, options?: { padding?: NumberList; ceilMode?: boolean; countIncludePad?: boolean; divisorOverride?: number | null }): Tensor;
  avgPool2d(self: Tensor, kernelSize: NumberList, stride: NumberList, padding: NumberList, options?: { ceilMode?: boolean; countIncludePad?: boolean; divisorOverride?: number | null }): Tensor;
  avgPool2d(self: Tensor, kernelSize: NumberList, stride: NumberList, padding: NumberList, ceilMode: boolean, options?: { countIncludePad?: boolean; divisorOverride?: number | null }): Tensor;
  avgPool2d(self: Tensor, kernelSize: NumberList, stride: NumberList, padding: NumberList, ceilMode: boolean, countIncludePad: boolean, options?: { divisorOverride?: number | null }): Tensor;
  avgPool2d(self: Tensor, kernelSize: NumberList, stride: NumberList, padding: NumberList, ceilMode: boolean, countIncludePad: boolean, divisorOverride: number | null): Tensor;
  /** The mean of windows that cut each plane of `[N, C, H, W]` into `outputSize` parts. */
  adaptiveAvgPool2d(input: Tensor, outputSize: NumberList): Tensor;
  /** The largest element of windows that cut each plane of `[N, C, H, W]` into `outputSize` parts. */
  adaptiveMaxPool2d(input: Tensor, outputSize: NumberList): Tensor;
  /** With `returnIndices` also where the maxima are. */
  adaptiveMaxPool2d(input: Tensor, outputSize: NumberList, options?: { returnIndices?: boolean }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  /** The largest element of each window of `[N, C, L]`. The stride is the kernel's size unless given. */
  maxPool1d(self: Tensor, kernelSize: NumberList, options?: { stride?: NumberList; padding?: NumberList; dilation?: NumberList; ceilMode?: boolean }): Tensor;
  maxPool1d(self: Tensor, kernelSize: NumberList, stride: NumberList, options?: { padding?: NumberList; dilation?: NumberList; ceilMode?: boolean }): Tensor;
  maxPool1d(self: Tensor, kernelSize: NumberList, stride: NumberList, padding: NumberList, options?: { dilation?: NumberList; ceilMode?: boolean }): Tensor;
  maxPool1d(self: Tensor, kernelSize: NumberList, stride: NumberList, padding: NumberList, dilation: NumberList, options?: { ceilMode?: boolean }): Tensor;
  maxPool1d(self: Tensor, kernelSize: NumberList, stride: NumberList, padding: NumberList, dilation: NumberList, ceilMode: boolean): Tensor;
  /** With `returnIndices` also where the maxima are. */
  maxPool1d(self: Tensor, kernelSize: NumberList, options?: { stride?: NumberList; padding?: NumberList; dilation?: NumberList; ceilMode?: boolean; returnIndices?: boolean }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  maxPool1d(self: Tensor, kernelSize: NumberList, stride: NumberList, options?: { padding?: NumberList; dilation?: NumberList; ceilMode?: boolean; returnIndices?: boolean }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  maxPool1d(self: Tensor, kernelSize: NumberList, stride: NumberList, padding: NumberList, options?: { dilation?: NumberList; ceilMode?: boolean; returnIndices?: boolean }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  maxPool1d(self: Tensor, kernelSize: NumberList, stride: NumberList, padding: NumberList, dilation: NumberList, options?: { ceilMode?: boolean; returnIndices?: boolean }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  maxPool1d(self: Tensor, kernelSize: NumberList, stride: NumberList, padding: NumberList, dilation: NumberList, ceilMode: boolean, options?: { returnIndices?: boolean }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  /** The mean of each window of `[N, C, L]`. The stride is the kernel's size unless given. */
  avgPool1d(self: Tensor, kernelSize: NumberList, options?: { stride?: NumberList; padding?: NumberList; ceilMode?: boolean; countIncludePad?: boolean }): Tensor;
  avgPool1d(self: Tensor, kernelSize: NumberList, stride: NumberList, options?: { padding?: NumberList; ceilMode?: boolean; countIncludePad?: boolean }): Tensor;
  avgPool1d(self: Tensor, kernelSize: NumberList, stride: NumberList, padding: NumberList, options?: { ceilMode?: boolean; countIncludePad?: boolean }): Tensor;
  avgPool1d(self: Tensor, kernelSize: NumberList, stride: NumberList, padding: NumberList, ceilMode: boolean, options?: { countIncludePad?: boolean }): Tensor;
  avgPool1d(self: Tensor, kernelSize: NumberList, stride: NumberList, padding: NumberList, ceilMode: boolean, countIncludePad: boolean): Tensor;
  /** The mean of windows that cut each row of `[N, C, L]` into `outputSize` parts. */
  adaptiveAvgPool1d(self: Tensor, outputSize: NumberList): Tensor;
  /** Normalises each channel of `[N, C, …]`: with `training` by the batch's mean and variance, towards which the running ones move in place; else by the running ones. */
  batchNorm(input: Tensor, runningMean: Tensor | null, runningVar: Tensor | null, options?: { weight?: Tensor | null; bias?: Tensor | null; training?: boolean; momentum?: number; eps?: number }): Tensor;
  batchNorm(input: Tensor, runningMean: Tensor | null, runningVar: Tensor | null, weight: Tensor | null, options?: { bias?: Tensor | null; training?: boolean; momentum?: number; eps?: number }): Tensor;
  batchNorm(input: Tensor, runningMean: Tensor | null, runningVar: Tensor | null, weight: Tensor | null, bias: Tensor | null, options?: { training?: boolean; momentum?: number; eps?: number }): Tensor;
  batchNorm(input: Tensor, runningMean: Tensor | null, runningVar: Tensor | null, weight: Tensor | null, bias: Tensor | null, training: boolean, options?: { momentum?: number; eps?: number }): Tensor;
  batchNorm(input: Tensor, runningMean: Tensor | null, runningVar: Tensor | null, weight: Tensor | null, bias: Tensor | null, training: boolean, momentum: number, options?: { eps?: number }): Tensor;
  batchNorm(input: Tensor, runningMean: Tensor | null, runningVar: Tensor | null, weight: Tensor | null, bias: Tensor | null, training: boolean, momentum: number, eps: number): Tensor;
  /** Normalises each channel of each sample of `[N, C, …]` by itself. */
  instanceNorm(input: Tensor, options?: { runningMean?: Tensor | null; runningVar?: Tensor | null; weight?: Tensor | null; bias?: Tensor | null; useInputStats?: boolean; momentum?: number; eps?: number }): Tensor;
  instanceNorm(input: Tensor, runningMean: Tensor | null, options?: { runningVar?: Tensor | null; weight?: Tensor | null; bias?: Tensor | null; useInputStats?: boolean; momentum?: number; eps?: number }): Tensor;
  instanceNorm(input: Tensor, runningMean: Tensor | null, runningVar: Tensor | null, options?: { weight?: Tensor | null; bias?: Tensor | null; useInputStats?: boolean; momentum?: number; eps?: number }): Tensor;
  instanceNorm(input: Tensor, runningMean: Tensor | null, runningVar: Tensor | null, weight: Tensor | null, options?: { bias?: Tensor | null; useInputStats?: boolean; momentum?: number; eps?: number }): Tensor;
  instanceNorm(input: Tensor, runningMean: Tensor | null, runningVar: Tensor | null, weight: Tensor | null, bias: Tensor | null, options?: { useInputStats?: boolean; momentum?: number; eps?: number }): Tensor;
  instanceNorm(input: Tensor, runningMean: Tensor | null, runningVar: Tensor | null, weight: Tensor | null, bias: Tensor | null, useInputStats: boolean, options?: { momentum?: number; eps?: number }): Tensor;
  instanceNorm(input: Tensor, runningMean: Tensor | null, runningVar: Tensor | null, weight: Tensor | null, bias: Tensor | null, useInputStats: boolean, momentum: number, options?: { eps?: number }): Tensor;
  instanceNorm(input: Tensor, runningMean: Tensor | null, runningVar: Tensor | null, weight: Tensor | null, bias: Tensor | null, useInputStats: boolean, momentum: number, eps: number): Tensor;
  /** The largest element of each window of `[N, C, D, H, W]`, and where in the volume it is. */
  maxPool3dWithIndices(self: Tensor, kernelSize: NumberList, options?: { stride?: NumberList; padding?: NumberList; dilation?: NumberList; ceilMode?: boolean }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  maxPool3dWithIndices(self: Tensor, kernelSize: NumberList, stride: NumberList, options?: { padding?: NumberList; dilation?: NumberList; ceilMode?: boolean }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  maxPool3dWithIndices(self: Tensor, kernelSize: NumberList, stride: NumberList, padding: NumberList, options?: { dilation?: NumberList; ceilMode?: boolean }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  maxPool3dWithIndices(self: Tensor, kernelSize: NumberList, stride: NumberList, padding: NumberList, dilation: NumberList, options?: { ceilMode?: boolean }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  maxPool3dWithIndices(self: Tensor, kernelSize: NumberList, stride: NumberList, padding: NumberList, dilation: NumberList, ceilMode: boolean): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  /** The largest element of each window of `[N, C, D, H, W]`. The stride is the kernel's size unless given. */
  maxPool3d(self: Tensor, kernelSize: NumberList, options?: { stride?: NumberList; padding?: NumberList; dilation?: NumberList; ceilMode?: boolean }): Tensor;
  maxPool3d(self: Tensor, kernelSize: NumberList, stride: NumberList, options?: { padding?: NumberList; dilation?: NumberList; ceilMode?: boolean }): Tensor;
  maxPool3d(self: Tensor, kernelSize: NumberList, stride: NumberList, padding: NumberList, options?: { dilation?: NumberList; ceilMode?: boolean }): Tensor;
  maxPool3d(self: Tensor, kernelSize: NumberList, stride: NumberList, padding: NumberList, dilation: NumberList, options?: { ceilMode?: boolean }): Tensor;
  maxPool3d(self: Tensor, kernelSize: NumberList, stride: NumberList, padding: NumberList, dilation: NumberList, ceilMode: boolean): Tensor;
  /** With `returnIndices` also where the maxima are. */
  maxPool3d(self: Tensor, kernelSize: NumberList, options?: { stride?: NumberList; padding?: NumberList; dilation?: NumberList; ceilMode?: boolean; returnIndices?: boolean }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  maxPool3d(self: Tensor, kernelSize: NumberList, stride: NumberList, options?: { padding?: NumberList; dilation?: NumberList; ceilMode?: boolean; returnIndices?: boolean }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  maxPool3d(self: Tensor, kernelSize: NumberList, stride: NumberList, padding: NumberList, options?: { dilation?: NumberList; ceilMode?: boolean; returnIndices?: boolean }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  maxPool3d(self: Tensor, kernelSize: NumberList, stride: NumberList, padding: NumberList, dilation: NumberList, options?: { ceilMode?: boolean; returnIndices?: boolean }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  maxPool3d(self: Tensor, kernelSize: NumberList, stride: NumberList, padding: NumberList, dilation: NumberList, ceilMode: boolean, options?: { returnIndices?: boolean }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  /** The mean of each window of `[N, C, D, H, W]`. The stride is the kernel's size unless given. */
  avgPool3d(self: Tensor, kernelSize: NumberList, options?: { stride?: NumberList; padding?: NumberList; ceilMode?: boolean; countIncludePad?: boolean; divisorOverride?: number | null }): Tensor;
  avgPool3d(self: Tensor, kernelSize: NumberList, stride: NumberList, options?: { padding?: NumberList; ceilMode?: boolean; countIncludePad?: boolean; divisorOverride?: number | null }): Tensor;
  avgPool3d(self: Tensor, kernelSize: NumberList, stride: NumberList, padding: NumberList, options?: { ceilMode?: boolean; countIncludePad?: boolean; divisorOverride?: number | null }): Tensor;
  avgPool3d(self: Tensor, kernelSize: NumberList, stride: NumberList, padding: NumberList, ceilMode: boolean, options?: { countIncludePad?: boolean; divisorOverride?: number | null }): Tensor;
  avgPool3d(self: Tensor, kernelSize: NumberList, stride: NumberList, padding: NumberList, ceilMode: boolean, countIncludePad: boolean, options?: { divisorOverride?: number | null }): Tensor;
  avgPool3d(self: Tensor, kernelSize: NumberList, stride: NumberList, padding: NumberList, ceilMode: boolean, countIncludePad: boolean, divisorOverride: number | null): Tensor;
  /** The mean of windows that cut each volume of `[N, C, D, H, W]` into `outputSize` parts. */
  adaptiveAvgPool3d(input: Tensor, outputSize: NumberList): Tensor;
  /** The channels of `[N, C, …]`, of each of the groups in turn. */
  channelShuffle(self: Tensor, groups: number): Tensor;
  /** Each element of `[N, C, …]` over a power of the mean square of `size` neighbouring channels at its place. */
  localResponseNorm(input: Tensor, size: number, options?: { alpha?: number; beta?: number; k?: number }): Tensor;
  localResponseNorm(input: Tensor, size: number, alpha: number, options?: { beta?: number; k?: number }): Tensor;
  localResponseNorm(input: Tensor, size: number, alpha: number, beta: number, options?: { k?: number }): Tensor;
  localResponseNorm(input: Tensor, size: number, alpha: number, beta: number, k: number): Tensor;
  /** The negative log-probability of each sample's class: `input` `[N, C, …]` are log-probabilities, `target` `[N, …]` classes. */
  nllLoss(input: Tensor, target: Tensor, options?: { weight?: Tensor | null; ignoreIndex?: number; reduction?: string }): Tensor;
  nllLoss(input: Tensor, target: Tensor, weight: Tensor | null, options?: { ignoreIndex?: number; reduction?: string }): Tensor;
  /** The cross-entropy of `softmax(input)` over dimension 1 of `[N, C, …]`; `target` holds classes `[N, …]`, or probabilities in the input's shape. */
  crossEntropy(input: Tensor, target: Tensor, options?: { weight?: Tensor | null; ignoreIndex?: number; reduction?: string; labelSmoothing?: number }): Tensor;
  crossEntropy(input: Tensor, target: Tensor, weight: Tensor | null, options?: { ignoreIndex?: number; reduction?: string; labelSmoothing?: number }): Tensor;
  /** Convolution over one dimension: `[N, C, L]` by `[O, C / groups, K]`. */
  conv1d(input: Tensor, weight: Tensor, options?: { bias?: Tensor | null; stride?: NumberList; padding?: NumberList; dilation?: NumberList; groups?: number }): Tensor;
  conv1d(input: Tensor, weight: Tensor, bias: Tensor | null, options?: { stride?: NumberList; padding?: NumberList; dilation?: NumberList; groups?: number }): Tensor;
  conv1d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, options?: { padding?: NumberList; dilation?: NumberList; groups?: number }): Tensor;
  conv1d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, padding: NumberList, options?: { dilation?: NumberList; groups?: number }): Tensor;
  conv1d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, padding: NumberList, dilation: NumberList, options?: { groups?: number }): Tensor;
  conv1d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, padding: NumberList, dilation: NumberList, groups: number): Tensor;
  /** The same with padding by name: `"same"` keeps the sizes, `"valid"` adds none. */
  conv1d(input: Tensor, weight: Tensor, options?: { bias?: Tensor | null; stride?: NumberList; padding?: string; dilation?: NumberList; groups?: number }): Tensor;
  conv1d(input: Tensor, weight: Tensor, bias: Tensor | null, options?: { stride?: NumberList; padding?: string; dilation?: NumberList; groups?: number }): Tensor;
  conv1d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, options?: { padding?: string; dilation?: NumberList; groups?: number }): Tensor;
  conv1d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, padding: string, options?: { dilation?: NumberList; groups?: number }): Tensor;
  conv1d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, padding: string, dilation: NumberList, options?: { groups?: number }): Tensor;
  conv1d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, padding: string, dilation: NumberList, groups: number): Tensor;
  /** Convolution over two dimensions: `[N, C, H, W]` by `[O, C / groups, kH, kW]`. */
  conv2d(input: Tensor, weight: Tensor, options?: { bias?: Tensor | null; stride?: NumberList; padding?: NumberList; dilation?: NumberList; groups?: number }): Tensor;
  conv2d(input: Tensor, weight: Tensor, bias: Tensor | null, options?: { stride?: NumberList; padding?: NumberList; dilation?: NumberList; groups?: number }): Tensor;
  conv2d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, options?: { padding?: NumberList; dilation?: NumberList; groups?: number }): Tensor;
  conv2d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, padding: NumberList, options?: { dilation?: NumberList; groups?: number }): Tensor;
  conv2d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, padding: NumberList, dilation: NumberList, options?: { groups?: number }): Tensor;
  conv2d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, padding: NumberList, dilation: NumberList, groups: number): Tensor;
  /** The same with padding by name: `"same"` keeps the sizes, `"valid"` adds none. */
  conv2d(input: Tensor, weight: Tensor, options?: { bias?: Tensor | null; stride?: NumberList; padding?: string; dilation?: NumberList; groups?: number }): Tensor;
  conv2d(input: Tensor, weight: Tensor, bias: Tensor | null, options?: { stride?: NumberList; padding?: string; dilation?: NumberList; groups?: number }): Tensor;
  conv2d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, options?: { padding?: string; dilation?: NumberList; groups?: number }): Tensor;
  conv2d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, padding: string, options?: { dilation?: NumberList; groups?: number }): Tensor;
  conv2d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, padding: string, dilation: NumberList, options?: { groups?: number }): Tensor;
  conv2d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, padding: string, dilation: NumberList, groups: number): Tensor;
  /** Convolution over three dimensions: `[N, C, D, H, W]` by `[O, C / groups, kD, kH, kW]`. */
  conv3d(input: Tensor, weight: Tensor, options?: { bias?: Tensor | null; stride?: NumberList; padding?: NumberList; dilation?: NumberList; groups?: number }): Tensor;
  conv3d(input: Tensor, weight: Tensor, bias: Tensor | null, options?: { stride?: NumberList; padding?: NumberList; dilation?: NumberList; groups?: number }): Tensor;
  conv3d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, options?: { padding?: NumberList; dilation?: NumberList; groups?: number }): Tensor;
  conv3d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, padding: NumberList, options?: { dilation?: NumberList; groups?: number }): Tensor;
  conv3d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, padding: NumberList, dilation: NumberList, options?: { groups?: number }): Tensor;
  conv3d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, padding: NumberList, dilation: NumberList, groups: number): Tensor;
  /** The same with padding by name: `"same"` keeps the sizes, `"valid"` adds none. */
  conv3d(input: Tensor, weight: Tensor, options?: { bias?: Tensor | null; stride?: NumberList; padding?: string; dilation?: NumberList; groups?: number }): Tensor;
  conv3d(input: Tensor, weight: Tensor, bias: Tensor | null, options?: { stride?: NumberList; padding?: string; dilation?: NumberList; groups?: number }): Tensor;
  conv3d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, options?: { padding?: string; dilation?: NumberList; groups?: number }): Tensor;
  conv3d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, padding: string, options?: { dilation?: NumberList; groups?: number }): Tensor;
  conv3d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, padding: string, dilation: NumberList, options?: { groups?: number }): Tensor;
  conv3d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, padding: string, dilation: NumberList, groups: number): Tensor;
  /** Transposed convolution over two dimensions: `[N, C, H, W]` by `[C, O / groups, kH, kW]`. */
  convTranspose2d(input: Tensor, weight: Tensor, options?: { bias?: Tensor | null; stride?: NumberList; padding?: NumberList; outputPadding?: NumberList; groups?: number; dilation?: NumberList }): Tensor;
  convTranspose2d(input: Tensor, weight: Tensor, bias: Tensor | null, options?: { stride?: NumberList; padding?: NumberList; outputPadding?: NumberList; groups?: number; dilation?: NumberList }): Tensor;
  convTranspose2d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, options?: { padding?: NumberList; outputPadding?: NumberList; groups?: number; dilation?: NumberList }): Tensor;
  convTranspose2d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, padding: NumberList, options?: { outputPadding?: NumberList; groups?: number; dilation?: NumberList }): Tensor;
  convTranspose2d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, padding: NumberList, outputPadding: NumberList, options?: { groups?: number; dilation?: NumberList }): Tensor;
  convTranspose2d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, padding: NumberList, outputPadding: NumberList, groups: number, options?: { dilation?: NumberList }): Tensor;
  convTranspose2d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, padding: NumberList, outputPadding: NumberList, groups: number, dilation: NumberList): Tensor;
  /** Transposed convolution over one dimension: `[N, C, L]` by `[C, O / groups, K]`. */
  convTranspose1d(input: Tensor, weight: Tensor, options?: { bias?: Tensor | null; stride?: NumberList; padding?: NumberList; outputPadding?: NumberList; groups?: number; dilation?: NumberList }): Tensor;
  convTranspose1d(input: Tensor, weight: Tensor, bias: Tensor | null, options?: { stride?: NumberList; padding?: NumberList; outputPadding?: NumberList; groups?: number; dilation?: NumberList }): Tensor;
  convTranspose1d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, options?: { padding?: NumberList; outputPadding?: NumberList; groups?: number; dilation?: NumberList }): Tensor;
  convTranspose1d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, padding: NumberList, options?: { outputPadding?: NumberList; groups?: number; dilation?: NumberList }): Tensor;
  convTranspose1d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, padding: NumberList, outputPadding: NumberList, options?: { groups?: number; dilation?: NumberList }): Tensor;
  convTranspose1d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, padding: NumberList, outputPadding: NumberList, groups: number, options?: { dilation?: NumberList }): Tensor;
  convTranspose1d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, padding: NumberList, outputPadding: NumberList, groups: number, dilation: NumberList): Tensor;
  /** Transposed convolution over three dimensions: `[N, C, D, H, W]` by `[C, O / groups, kD, kH, kW]`. */
  convTranspose3d(input: Tensor, weight: Tensor, options?: { bias?: Tensor | null; stride?: NumberList; padding?: NumberList; outputPadding?: NumberList; groups?: number; dilation?: NumberList }): Tensor;
  convTranspose3d(input: Tensor, weight: Tensor, bias: Tensor | null, options?: { stride?: NumberList; padding?: NumberList; outputPadding?: NumberList; groups?: number; dilation?: NumberList }): Tensor;
  convTranspose3d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, options?: { padding?: NumberList; outputPadding?: NumberList; groups?: number; dilation?: NumberList }): Tensor;
  convTranspose3d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, padding: NumberList, options?: { outputPadding?: NumberList; groups?: number; dilation?: NumberList }): Tensor;
  convTranspose3d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, padding: NumberList, outputPadding: NumberList, options?: { groups?: number; dilation?: NumberList }): Tensor;
  convTranspose3d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, padding: NumberList, outputPadding: NumberList, groups: number, options?: { dilation?: NumberList }): Tensor;
  convTranspose3d(input: Tensor, weight: Tensor, bias: Tensor | null, stride: NumberList, padding: NumberList, outputPadding: NumberList, groups: number, dilation: NumberList): Tensor;
  /** The loss of label sequences (`targets`: `[N, S]`, or one after another `[sum of lengths]`) for the logarithms of label probabilities at each step (`logProbs`: `[T, N, C]`, or `[T, C]`), summed over all ways to place them, with `blank` between. `zeroInfinity`: targets that are too long for their input count 0. */
  ctcLoss(logProbs: Tensor, targets: Tensor, inputLengths: Tensor, targetLengths: Tensor, options?: { blank?: number; reduction?: string; zeroInfinity?: boolean }): Tensor;
  ctcLoss(logProbs: Tensor, targets: Tensor, inputLengths: Tensor, targetLengths: Tensor, blank: number, options?: { reduction?: string; zeroInfinity?: boolean }): Tensor;
  ctcLoss(logProbs: Tensor, targets: Tensor, inputLengths: Tensor, targetLengths: Tensor, blank: number, reduction: string, options?: { zeroInfinity?: boolean }): Tensor;
  ctcLoss(logProbs: Tensor, targets: Tensor, inputLengths: Tensor, targetLengths: Tensor, blank: number, reduction: string, zeroInfinity: boolean): Tensor;
  /** The loss of label sequences (`targets`: `[N, S]`, or one after another `[sum of lengths]`) for the logarithms of label probabilities at each step (`logProbs`: `[T, N, C]`, or `[T, C]`), summed over all ways to place them, with `blank` between. `zeroInfinity`: targets that are too long for their input count 0. */
  ctcLoss(logProbs: Tensor, targets: Tensor, inputLengths: readonly number[], targetLengths: readonly number[], options?: { blank?: number; reduction?: string; zeroInfinity?: boolean }): Tensor;
  ctcLoss(logProbs: Tensor, targets: Tensor, inputLengths: readonly number[], targetLengths: readonly number[], blank: number, options?: { reduction?: string; zeroInfinity?: boolean }): Tensor;
  ctcLoss(logProbs: Tensor, targets: Tensor, inputLengths: readonly number[], targetLengths: readonly number[], blank: number, reduction: string, options?: { zeroInfinity?: boolean }): Tensor;
  ctcLoss(logProbs: Tensor, targets: Tensor, inputLengths: readonly number[], targetLengths: readonly number[], blank: number, reduction: string, zeroInfinity: boolean): Tensor;
  /** The mean of the squared differences, their sum, or each of them. */
  mseLoss(input: Tensor, target: Tensor, options?: { reduction?: string; weight?: Tensor | null }): Tensor;
  /** The mean of the absolute differences, their sum, or each of them. */
  l1Loss(input: Tensor, target: Tensor, options?: { reduction?: string; weight?: Tensor | null }): Tensor;
  /** Squared differences (halved, over `beta`) where they are below `beta`, absolute ones beyond. */
  smoothL1Loss(input: Tensor, target: Tensor, options?: { reduction?: string; beta?: number }): Tensor;
  /** Squared differences (halved) where they are below `delta`, linear ones beyond. */
  huberLoss(input: Tensor, target: Tensor, options?: { reduction?: string; delta?: number; weight?: Tensor | null }): Tensor;
  huberLoss(input: Tensor, target: Tensor, reduction: string, options?: { delta?: number; weight?: Tensor | null }): Tensor;
  huberLoss(input: Tensor, target: Tensor, reduction: string, delta: number, options?: { weight?: Tensor | null }): Tensor;
  huberLoss(input: Tensor, target: Tensor, reduction: string, delta: number, weight: Tensor | null): Tensor;
  /** `log(1 + exp(-target * input))` for targets 1 and -1. */
  softMarginLoss(input: Tensor, target: Tensor, options?: { reduction?: string }): Tensor;
  /** The Kullback-Leibler divergence of log-probabilities `input` from `target`; `"batchmean"` divides by the batch alone. */
  klDiv(input: Tensor, target: Tensor, options?: { reduction?: string; logTarget?: boolean }): Tensor;
  /** The cross-entropy of probabilities `input` and `target`, both between 0 and 1 and of one shape. */
  binaryCrossEntropy(input: Tensor, target: Tensor, options?: { weight?: Tensor | null; reduction?: string }): Tensor;
  binaryCrossEntropy(input: Tensor, target: Tensor, weight: Tensor | null, options?: { reduction?: string }): Tensor;
  /** The cross-entropy of `sigmoid(input)` and `target`, without overflow; `posWeight` weighs positive targets. */
  binaryCrossEntropyWithLogits(input: Tensor, target: Tensor, options?: { weight?: Tensor | null; reduction?: string; posWeight?: Tensor | null }): Tensor;
  binaryCrossEntropyWithLogits(input: Tensor, target: Tensor, weight: Tensor | null, options?: { reduction?: string; posWeight?: Tensor | null }): Tensor;
  /** The `"sum"`, `"mean"` or `"max"` of the rows of `weight` `[V, D]` that each bag names: `[B, D]`. Bags are the rows of `input` `[B, L]`, or start at `offsets` `[B]` of a vector. */
  embeddingBag(input: Tensor, weight: Tensor, options?: { offsets?: Tensor | null; mode?: string; perSampleWeights?: Tensor | null; includeLastOffset?: boolean; paddingIdx?: number | null }): Tensor;
  embeddingBag(input: Tensor, weight: Tensor, offsets: Tensor | null, options?: { mode?: string; perSampleWeights?: Tensor | null; includeLastOffset?: boolean; paddingIdx?: number | null }): Tensor;
  /** Reads `[N, C, H, W]` at the places `[N, Hout, Wout, 2]` (x, y; -1 and 1 are the borders), or `[N, C, D, H, W]` at `[N, Dout, Hout, Wout, 3]`. `mode`: `bilinear`, `nearest` or, of planes, `bicubic`; `paddingMode` says what lies outside: `zeros`, `border` or `reflection`; with `alignCorners` -1 and 1 are the middles of the outermost elements. */
  gridSample(input: Tensor, grid: Tensor, options?: { mode?: string; paddingMode?: string; alignCorners?: boolean | null }): Tensor;
  gridSample(input: Tensor, grid: Tensor, mode: string, options?: { paddingMode?: string; alignCorners?: boolean | null }): Tensor;
  gridSample(input: Tensor, grid: Tensor, mode: string, paddingMode: string, options?: { alignCorners?: boolean | null }): Tensor;
  gridSample(input: Tensor, grid: Tensor, mode: string, paddingMode: string, alignCorners: boolean | null): Tensor;
  /** The grid for `F.gridSample` that moves, turns and stretches a picture: `theta` `[N, 2, 3]` for a `size` `[N, C, H, W]`, or `[N, 3, 4]` for `[N, C, D, H, W]`. */
  affineGrid(theta: Tensor, size: readonly number[], options?: { alignCorners?: boolean | null }): Tensor;
  affineGrid(theta: Tensor, size: readonly number[], alignCorners: boolean | null): Tensor;
  /** Samples from the distributions that `logits` give along `dim`, softened by the temperature `tau`; `hard` ones are one-hot, with the soft ones' gradient. */
  gumbelSoftmax(logits: Tensor, options?: { tau?: number; hard?: boolean; dim?: number }): Tensor;
  gumbelSoftmax(logits: Tensor, tau: number, options?: { hard?: boolean; dim?: number }): Tensor;
  gumbelSoftmax(logits: Tensor, tau: number, hard: boolean, options?: { dim?: number }): Tensor;
  /** The rows of `weight` `[V, D]` that `input`, of any shape, names: `[…, D]`. The row `paddingIdx` gets no gradient. */
  embedding(input: Tensor, weight: Tensor, options?: { paddingIdx?: number | null }): Tensor;
  embedding(input: Tensor, weight: Tensor, paddingIdx: number | null): Tensor;
  /** A 1 at the place of each class index, zeros elsewhere: `[…]` to `[…, numClasses]`. */
  oneHot(input: Tensor, options?: { numClasses?: number }): Tensor;
  oneHot(input: Tensor, numClasses: number): Tensor;
  /** Normalises over the last dimensions, whose sizes are `normalizedShape`, to mean 0 and variance 1. */
  layerNorm(input: Tensor, normalizedShape: readonly number[], options?: { weight?: Tensor | null; bias?: Tensor | null; eps?: number }): Tensor;
  layerNorm(input: Tensor, normalizedShape: readonly number[], weight: Tensor | null, options?: { bias?: Tensor | null; eps?: number }): Tensor;
  layerNorm(input: Tensor, normalizedShape: readonly number[], weight: Tensor | null, bias: Tensor | null, options?: { eps?: number }): Tensor;
  layerNorm(input: Tensor, normalizedShape: readonly number[], weight: Tensor | null, bias: Tensor | null, eps: number): Tensor;
  /** Normalises over `numGroups` groups of channels of each sample of `[N, C, …]`. */
  groupNorm(input: Tensor, numGroups: number, options?: { weight?: Tensor | null; bias?: Tensor | null; eps?: number }): Tensor;
  groupNorm(input: Tensor, numGroups: number, weight: Tensor | null, options?: { bias?: Tensor | null; eps?: number }): Tensor;
  groupNorm(input: Tensor, numGroups: number, weight: Tensor | null, bias: Tensor | null, options?: { eps?: number }): Tensor;
  groupNorm(input: Tensor, numGroups: number, weight: Tensor | null, bias: Tensor | null, eps: number): Tensor;
  /** Divides by the root mean square over the last dimensions, whose sizes are `normalizedShape`. */
  rmsNorm(input: Tensor, normalizedShape: readonly number[], options?: { weight?: Tensor | null; eps?: number | null }): Tensor;
  rmsNorm(input: Tensor, normalizedShape: readonly number[], weight: Tensor | null, options?: { eps?: number | null }): Tensor;
  rmsNorm(input: Tensor, normalizedShape: readonly number[], weight: Tensor | null, eps: number | null): Tensor;
  /** The negative log-likelihood of counts under Poisson distributions; `input` is their means' logarithm, or with `logInput: false` the means. `full` adds Stirling's term. */
  poissonNllLoss(input: Tensor, target: Tensor, options?: { logInput?: boolean; full?: boolean; eps?: number; reduction?: string }): Tensor;
  poissonNllLoss(input: Tensor, target: Tensor, logInput: boolean, options?: { full?: boolean; eps?: number; reduction?: string }): Tensor;
  poissonNllLoss(input: Tensor, target: Tensor, logInput: boolean, full: boolean, options?: { eps?: number; reduction?: string }): Tensor;
  /** The negative log-likelihood of targets under normal distributions of means `input` and variances `var`, which are taken to be `eps` at least. */
  gaussianNllLoss(input: Tensor, target: Tensor, variance: Tensor, options?: { full?: boolean; eps?: number; reduction?: string }): Tensor;
  gaussianNllLoss(input: Tensor, target: Tensor, variance: Tensor, full: boolean, options?: { eps?: number; reduction?: string }): Tensor;
  gaussianNllLoss(input: Tensor, target: Tensor, variance: Tensor, full: boolean, eps: number, options?: { reduction?: string }): Tensor;
  gaussianNllLoss(input: Tensor, target: Tensor, variance: Tensor, full: boolean, eps: number, reduction: string): Tensor;
  /** The cross-entropy of each class by itself, `[N, C]`, and its mean over the classes. */
  multilabelSoftMarginLoss(input: Tensor, target: Tensor, options?: { weight?: Tensor | null; reduction?: string }): Tensor;
  multilabelSoftMarginLoss(input: Tensor, target: Tensor, weight: Tensor | null, options?: { reduction?: string }): Tensor;
  /** The p-norm of `x1 - x2` along the last dimension. */
  pairwiseDistance(x1: Tensor, x2: Tensor, options?: { p?: number; eps?: number; keepdim?: boolean }): Tensor;
  pairwiseDistance(x1: Tensor, x2: Tensor, p: number, options?: { eps?: number; keepdim?: boolean }): Tensor;
  pairwiseDistance(x1: Tensor, x2: Tensor, p: number, eps: number, options?: { keepdim?: boolean }): Tensor;
  pairwiseDistance(x1: Tensor, x2: Tensor, p: number, eps: number, keepdim: boolean): Tensor;
  /** The cosine of the angle between `x1` and `x2` along a dimension. */
  cosineSimilarity(x1: Tensor, x2: Tensor, options?: { dim?: number; eps?: number }): Tensor;
  cosineSimilarity(x1: Tensor, x2: Tensor, dim: number, options?: { eps?: number }): Tensor;
  cosineSimilarity(x1: Tensor, x2: Tensor, dim: number, eps: number): Tensor;
  /** The input divided by its p-norm along a dimension. */
  normalize(input: Tensor, options?: { p?: number; dim?: number; eps?: number }): Tensor;
  normalize(input: Tensor, p: number, options?: { dim?: number; eps?: number }): Tensor;
  normalize(input: Tensor, p: number, dim: number, options?: { eps?: number }): Tensor;
  normalize(input: Tensor, p: number, dim: number, eps: number): Tensor;
  /** `max(0, -target * (input1 - input2) + margin)`: which of two should be the larger one. */
  marginRankingLoss(input1: Tensor, input2: Tensor, target: Tensor, options?: { margin?: number; reduction?: string }): Tensor;
  marginRankingLoss(input1: Tensor, input2: Tensor, target: Tensor, margin: number, options?: { reduction?: string }): Tensor;
  /** The distance itself for targets 1, what it lacks to the margin for targets -1. */
  hingeEmbeddingLoss(input: Tensor, target: Tensor, options?: { margin?: number; reduction?: string }): Tensor;
  hingeEmbeddingLoss(input: Tensor, target: Tensor, margin: number, options?: { reduction?: string }): Tensor;
  /** `1 - cos` of the angle between the inputs for targets 1, `max(0, cos - margin)` for targets -1. */
  cosineEmbeddingLoss(input1: Tensor, input2: Tensor, target: Tensor, options?: { margin?: number; reduction?: string }): Tensor;
  cosineEmbeddingLoss(input1: Tensor, input2: Tensor, target: Tensor, margin: number, options?: { reduction?: string }): Tensor;
  /** `max(0, distance to the positive - distance to the negative + margin)`. */
  tripletMarginLoss(anchor: Tensor, positive: Tensor, negative: Tensor, options?: { margin?: number; p?: number; eps?: number; swap?: boolean; reduction?: string }): Tensor;
  tripletMarginLoss(anchor: Tensor, positive: Tensor, negative: Tensor, margin: number, options?: { p?: number; eps?: number; swap?: boolean; reduction?: string }): Tensor;
  tripletMarginLoss(anchor: Tensor, positive: Tensor, negative: Tensor, margin: number, p: number, options?: { eps?: number; swap?: boolean; reduction?: string }): Tensor;
  tripletMarginLoss(anchor: Tensor, positive: Tensor, negative: Tensor, margin: number, p: number, eps: number, options?: { swap?: boolean; reduction?: string }): Tensor;
  tripletMarginLoss(anchor: Tensor, positive: Tensor, negative: Tensor, margin: number, p: number, eps: number, swap: boolean, options?: { reduction?: string }): Tensor;
  /** For scores `[N, C]` and classes `[N]`: the mean over the other classes of `max(0, margin - right + other)`, to the power `p`. */
  multiMarginLoss(input: Tensor, target: Tensor, options?: { p?: number; margin?: number; weight?: Tensor | null; reduction?: string }): Tensor;
  multiMarginLoss(input: Tensor, target: Tensor, p: number, options?: { margin?: number; weight?: Tensor | null; reduction?: string }): Tensor;
  multiMarginLoss(input: Tensor, target: Tensor, p: number, margin: number, options?: { weight?: Tensor | null; reduction?: string }): Tensor;
  multiMarginLoss(input: Tensor, target: Tensor, p: number, margin: number, weight: Tensor | null, options?: { reduction?: string }): Tensor;
  /** For scores `[N, C]` and several classes a row, ended by -1: the mean of `max(0, 1 - right + wrong)`. */
  multilabelMarginLoss(input: Tensor, target: Tensor, options?: { reduction?: string }): Tensor;
  /** A border: `"constant"` of `value`, `"reflect"` mirrors the elements, `"replicate"` repeats the outermost, `"circular"` shows those of the other end. `pad` lists front and back of the last dimension first. */
  pad(input: Tensor, pad: readonly number[], options?: { mode?: string; value?: number | null }): Tensor;
  pad(input: Tensor, pad: readonly number[], mode: string, options?: { value?: number | null }): Tensor;
  pad(input: Tensor, pad: readonly number[], mode: string, value: number | null): Tensor;
  /** The p-norms of the differences of all pairs of rows of `[N, M]`: `[N · (N - 1) / 2]`. */
  pdist(self: Tensor, options?: { p?: number }): Tensor;
  pdist(self: Tensor, p: number): Tensor;
  /** Resizes `[N, C, L]`, `[N, C, H, W]` or `[N, C, D, H, W]` to `size` or by `scaleFactor`, one number or one for each dimension behind the channels. `mode`: `nearest`, `nearest-exact`, `area`, `linear` (3-D), `bilinear`, `bicubic`, `lanczos` (4-D) or `trilinear` (5-D). `antialias` widens the filter of the 4-D ones where planes shrink. `recomputeScaleFactor` takes the ratio of the sizes for the factor. */
  interpolate(input: Tensor, options?: { size?: number | null; scaleFactor?: number | null; mode?: string; alignCorners?: boolean | null; recomputeScaleFactor?: boolean | null; antialias?: boolean }): Tensor;
  interpolate(input: Tensor, size: number | null, options?: { scaleFactor?: number | null; mode?: string; alignCorners?: boolean | null; recomputeScaleFactor?: boolean | null; antialias?: boolean }): Tensor;
  interpolate(input: Tensor, size: number | null, scaleFactor: number | null, options?: { mode?: string; alignCorners?: boolean | null; recomputeScaleFactor?: boolean | null; antialias?: boolean }): Tensor;
  interpolate(input: Tensor, size: number | null, scaleFactor: number | null, mode: string, options?: { alignCorners?: boolean | null; recomputeScaleFactor?: boolean | null; antialias?: boolean }): Tensor;
  interpolate(input: Tensor, size: number | null, scaleFactor: number | null, mode: string, alignCorners: boolean | null, options?: { recomputeScaleFactor?: boolean | null; antialias?: boolean }): Tensor;
  interpolate(input: Tensor, size: number | null, scaleFactor: number | null, mode: string, alignCorners: boolean | null, recomputeScaleFactor: boolean | null, options?: { antialias?: boolean }): Tensor;
  interpolate(input: Tensor, size: number | null, scaleFactor: number | null, mode: string, alignCorners: boolean | null, recomputeScaleFactor: boolean | null, antialias: boolean): Tensor;
  /** Resizes `[N, C, L]`, `[N, C, H, W]` or `[N, C, D, H, W]` to `size` or by `scaleFactor`, one number or one for each dimension behind the channels. `mode`: `nearest`, `nearest-exact`, `area`, `linear` (3-D), `bilinear`, `bicubic`, `lanczos` (4-D) or `trilinear` (5-D). `antialias` widens the filter of the 4-D ones where planes shrink. `recomputeScaleFactor` takes the ratio of the sizes for the factor. */
  interpolate(input: Tensor, options?: { size?: readonly number[] | null; scaleFactor?: readonly number[] | null; mode?: string; alignCorners?: boolean | null; recomputeScaleFactor?: boolean | null; antialias?: boolean }): Tensor;
  interpolate(input: Tensor, size: readonly number[] | null, options?: { scaleFactor?: readonly number[] | null; mode?: string; alignCorners?: boolean | null; recomputeScaleFactor?: boolean | null; antialias?: boolean }): Tensor;
  interpolate(input: Tensor, size: readonly number[] | null, scaleFactor: readonly number[] | null, options?: { mode?: string; alignCorners?: boolean | null; recomputeScaleFactor?: boolean | null; antialias?: boolean }): Tensor;
  interpolate(input: Tensor, size: readonly number[] | null, scaleFactor: readonly number[] | null, mode: string, options?: { alignCorners?: boolean | null; recomputeScaleFactor?: boolean | null; antialias?: boolean }): Tensor;
  interpolate(input: Tensor, size: readonly number[] | null, scaleFactor: readonly number[] | null, mode: string, alignCorners: boolean | null, options?: { recomputeScaleFactor?: boolean | null; antialias?: boolean }): Tensor;
  interpolate(input: Tensor, size: readonly number[] | null, scaleFactor: readonly number[] | null, mode: string, alignCorners: boolean | null, recomputeScaleFactor: boolean | null, options?: { antialias?: boolean }): Tensor;
  interpolate(input: Tensor, size: readonly number[] | null, scaleFactor: readonly number[] | null, mode: string, alignCorners: boolean | null, recomputeScaleFactor: boolean | null, antialias: boolean): Tensor;
  /** `interpolate`, by its old name. */
  upsample(input: Tensor, options?: { size?: number | null; scaleFactor?: number | null; mode?: string; alignCorners?: boolean | null }): Tensor;
  upsample(input: Tensor, size: number | null, options?: { scaleFactor?: number | null; mode?: string; alignCorners?: boolean | null }): Tensor;
  upsample(input: Tensor, size: number | null, scaleFactor: number | null, options?: { mode?: string; alignCorners?: boolean | null }): Tensor;
  upsample(input: Tensor, size: number | null, scaleFactor: number | null, mode: string, options?: { alignCorners?: boolean | null }): Tensor;
  upsample(input: Tensor, size: number | null, scaleFactor: number | null, mode: string, alignCorners: boolean | null): Tensor;
  /** `interpolate`, by its old name. */
  upsample(input: Tensor, options?: { size?: readonly number[] | null; scaleFactor?: readonly number[] | null; mode?: string; alignCorners?: boolean | null }): Tensor;
  upsample(input: Tensor, size: readonly number[] | null, options?: { scaleFactor?: readonly number[] | null; mode?: string; alignCorners?: boolean | null }): Tensor;
  upsample(input: Tensor, size: readonly number[] | null, scaleFactor: readonly number[] | null, options?: { mode?: string; alignCorners?: boolean | null }): Tensor;
  upsample(input: Tensor, size: readonly number[] | null, scaleFactor: readonly number[] | null, mode: string, options?: { alignCorners?: boolean | null }): Tensor;
  upsample(input: Tensor, size: readonly number[] | null, scaleFactor: readonly number[] | null, mode: string, alignCorners: boolean | null): Tensor;
  /** `interpolate` by the nearest element, by its old name. */
  upsampleNearest(input: Tensor, options?: { size?: number | null; scaleFactor?: number | null }): Tensor;
  upsampleNearest(input: Tensor, size: number | null, options?: { scaleFactor?: number | null }): Tensor;
  upsampleNearest(input: Tensor, size: number | null, scaleFactor: number | null): Tensor;
  /** `interpolate` by the nearest element, by its old name. */
  upsampleNearest(input: Tensor, options?: { size?: readonly number[] | null; scaleFactor?: readonly number[] | null }): Tensor;
  upsampleNearest(input: Tensor, size: readonly number[] | null, options?: { scaleFactor?: readonly number[] | null }): Tensor;
  upsampleNearest(input: Tensor, size: readonly number[] | null, scaleFactor: readonly number[] | null): Tensor;
  /** `interpolate` between the four nearest elements, by its old name; the corners fall on each other. */
  upsampleBilinear(input: Tensor, options?: { size?: number | null; scaleFactor?: number | null }): Tensor;
  upsampleBilinear(input: Tensor, size: number | null, options?: { scaleFactor?: number | null }): Tensor;
  upsampleBilinear(input: Tensor, size: number | null, scaleFactor: number | null): Tensor;
  /** `interpolate` between the four nearest elements, by its old name; the corners fall on each other. */
  upsampleBilinear(input: Tensor, options?: { size?: readonly number[] | null; scaleFactor?: readonly number[] | null }): Tensor;
  upsampleBilinear(input: Tensor, size: readonly number[] | null, options?: { scaleFactor?: readonly number[] | null }): Tensor;
  upsampleBilinear(input: Tensor, size: readonly number[] | null, scaleFactor: readonly number[] | null): Tensor;
  /** `[N, C · r², H, W]` to `[N, C, H · r, W · r]`: channels become neighbouring pixels. */
  pixelShuffle(self: Tensor, upscaleFactor: number): Tensor;
  /** The reverse of `pixelShuffle`: neighbouring pixels become channels. */
  pixelUnshuffle(self: Tensor, downscaleFactor: number): Tensor;
  /** `max(0, x)` of each element. */
  relu(self: Tensor, options?: { inplace?: boolean }): Tensor;
  relu(self: Tensor, inplace: boolean): Tensor;
  /** `1 / (1 + exp(-x))` of each element. */
  sigmoid(self: Tensor): Tensor;
  /** The hyperbolic tangent of each element. */
  tanh(self: Tensor): Tensor;
  /** x, but 0 from `-lambd` to `lambd`. */
  hardshrink(self: Tensor, options?: { lambd?: number }): Tensor;
  hardshrink(self: Tensor, lambd: number): Tensor;
  /** x brought nearer to 0 by `lambd`, and 0 from `-lambd` to `lambd`. */
  softshrink(self: Tensor, options?: { lambd?: number }): Tensor;
  softshrink(self: Tensor, lambd: number): Tensor;
  /** x above the threshold, else `value`. */
  threshold(self: Tensor, threshold: number, value: number, options?: { inplace?: boolean }): Tensor;
  threshold(self: Tensor, threshold: number, value: number, inplace: boolean): Tensor;
  /** x above 0, below it a slope between `lower` and `upper`: random in training, else the middle. */
  rrelu(self: Tensor, options?: { lower?: number; upper?: number; training?: boolean; inplace?: boolean }): Tensor;
  rrelu(self: Tensor, lower: number, options?: { upper?: number; training?: boolean; inplace?: boolean }): Tensor;
  rrelu(self: Tensor, lower: number, upper: number, options?: { training?: boolean; inplace?: boolean }): Tensor;
  rrelu(self: Tensor, lower: number, upper: number, training: boolean, options?: { inplace?: boolean }): Tensor;
  rrelu(self: Tensor, lower: number, upper: number, training: boolean, inplace: boolean): Tensor;
  /** The largest element of windows that cut each volume of `[N, C, D, H, W]` into `outputSize` parts. */
  adaptiveMaxPool3d(input: Tensor, outputSize: NumberList): Tensor;
  /** The same with the places. */
  adaptiveMaxPool3d(input: Tensor, outputSize: NumberList, options?: { returnIndices?: boolean }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  /** The largest element of each window of `kernelSize`; the windows start at random distances, so that the result has `outputSize`, or `outputRatio` of the size (Graham, arXiv:1412.6071). */
  fractionalMaxPool2d(input: Tensor, kernelSize: NumberList, options?: { outputSize?: NumberList | null; outputRatio?: NumberList | null; _randomSamples?: Tensor | null }): Tensor;
  fractionalMaxPool2d(input: Tensor, kernelSize: NumberList, outputSize: NumberList | null, options?: { outputRatio?: NumberList | null; _randomSamples?: Tensor | null }): Tensor;
  fractionalMaxPool2d(input: Tensor, kernelSize: NumberList, outputSize: NumberList | null, outputRatio: NumberList | null, options?: { _randomSamples?: Tensor | null }): Tensor;
  fractionalMaxPool2d(input: Tensor, kernelSize: NumberList, outputSize: NumberList | null, outputRatio: NumberList | null, _randomSamples: Tensor | null): Tensor;
  /** The largest element of each window of `kernelSize`; the windows start at random distances, so that the result has `outputSize`, or `outputRatio` of the size (Graham, arXiv:1412.6071). */
  fractionalMaxPool3d(input: Tensor, kernelSize: NumberList, options?: { outputSize?: NumberList | null; outputRatio?: NumberList | null; _randomSamples?: Tensor | null }): Tensor;
  fractionalMaxPool3d(input: Tensor, kernelSize: NumberList, outputSize: NumberList | null, options?: { outputRatio?: NumberList | null; _randomSamples?: Tensor | null }): Tensor;
  fractionalMaxPool3d(input: Tensor, kernelSize: NumberList, outputSize: NumberList | null, outputRatio: NumberList | null, options?: { _randomSamples?: Tensor | null }): Tensor;
  fractionalMaxPool3d(input: Tensor, kernelSize: NumberList, outputSize: NumberList | null, outputRatio: NumberList | null, _randomSamples: Tensor | null): Tensor;
  /** `x₁ᵀ · weight[o] · x₂ + bias[o]` for each output: `[…, in1]` and `[…, in2]` by `[out, in1, in2]` give `[…, out]`. */
  bilinear(input1: Tensor, input2: Tensor, weight: Tensor, options?: { bias?: Tensor | null }): Tensor;
  bilinear(input1: Tensor, input2: Tensor, weight: Tensor, bias: Tensor | null): Tensor;
  /** The windows of `[N, C, H, W]` as columns of `[N, C · kH · kW, L]`. */
  unfold(input: Tensor, kernelSize: NumberList, options?: { dilation?: NumberList; padding?: NumberList; stride?: NumberList }): Tensor;
  unfold(input: Tensor, kernelSize: NumberList, dilation: NumberList, options?: { padding?: NumberList; stride?: NumberList }): Tensor;
  unfold(input: Tensor, kernelSize: NumberList, dilation: NumberList, padding: NumberList, options?: { stride?: NumberList }): Tensor;
  unfold(input: Tensor, kernelSize: NumberList, dilation: NumberList, padding: NumberList, stride: NumberList): Tensor;
  /** The columns of `[N, C · kH · kW, L]` added up where their windows lie in planes of `outputSize`: `[N, C, H, W]`. */
  fold(input: Tensor, outputSize: NumberList, kernelSize: NumberList, options?: { dilation?: NumberList; padding?: NumberList; stride?: NumberList }): Tensor;
  fold(input: Tensor, outputSize: NumberList, kernelSize: NumberList, dilation: NumberList, options?: { padding?: NumberList; stride?: NumberList }): Tensor;
  fold(input: Tensor, outputSize: NumberList, kernelSize: NumberList, dilation: NumberList, padding: NumberList, options?: { stride?: NumberList }): Tensor;
  fold(input: Tensor, outputSize: NumberList, kernelSize: NumberList, dilation: NumberList, padding: NumberList, stride: NumberList): Tensor;
  /** The largest element of each window of `[N, C, L]`, and where in the row it is. */
  maxPool1dWithIndices(self: Tensor, kernelSize: NumberList, options?: { stride?: NumberList; padding?: NumberList; dilation?: NumberList; ceilMode?: boolean }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  maxPool1dWithIndices(self: Tensor, kernelSize: NumberList, stride: NumberList, options?: { padding?: NumberList; dilation?: NumberList; ceilMode?: boolean }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  maxPool1dWithIndices(self: Tensor, kernelSize: NumberList, stride: NumberList, padding: NumberList, options?: { dilation?: NumberList; ceilMode?: boolean }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  maxPool1dWithIndices(self: Tensor, kernelSize: NumberList, stride: NumberList, padding: NumberList, dilation: NumberList, options?: { ceilMode?: boolean }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  maxPool1dWithIndices(self: Tensor, kernelSize: NumberList, stride: NumberList, padding: NumberList, dilation: NumberList, ceilMode: boolean): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  /** The largest element of windows that cut each row of `[N, C, L]` into `outputSize` parts, and where it is. */
  adaptiveMaxPool1dWithIndices(input: Tensor, outputSize: NumberList): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  /** The largest element of windows that cut each row of `[N, C, L]` into `outputSize` parts. */
  adaptiveMaxPool1d(input: Tensor, outputSize: NumberList): Tensor;
  /** With `returnIndices` also where the maxima are. */
  adaptiveMaxPool1d(input: Tensor, outputSize: NumberList, options?: { returnIndices?: boolean }): [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };
  /** Puts the maxima of a `maxPool1d` back where they were, zeros elsewhere. */
  maxUnpool1d(input: Tensor, indices: Tensor, kernelSize: NumberList, options?: { stride?: NumberList; padding?: NumberList; outputSize?: readonly number[] | null }): Tensor;
  maxUnpool1d(input: Tensor, indices: Tensor, kernelSize: NumberList, stride: NumberList, options?: { padding?: NumberList; outputSize?: readonly number[] | null }): Tensor;
  maxUnpool1d(input: Tensor, indices: Tensor, kernelSize: NumberList, stride: NumberList, padding: NumberList, options?: { outputSize?: readonly number[] | null }): Tensor;
  maxUnpool1d(input: Tensor, indices: Tensor, kernelSize: NumberList, stride: NumberList, padding: NumberList, outputSize: readonly number[] | null): Tensor;
  /** Puts the maxima of a `maxPool2d` back where they were, zeros elsewhere. */
  maxUnpool2d(input: Tensor, indices: Tensor, kernelSize: NumberList, options?: { stride?: NumberList; padding?: NumberList; outputSize?: readonly number[] | null }): Tensor;
  maxUnpool2d(input: Tensor, indices: Tensor, kernelSize: NumberList, stride: NumberList, options?: { padding?: NumberList; outputSize?: readonly number[] | null }): Tensor;
  maxUnpool2d(input: Tensor, indices: Tensor, kernelSize: NumberList, stride: NumberList, padding: NumberList, options?: { outputSize?: readonly number[] | null }): Tensor;
  maxUnpool2d(input: Tensor, indices: Tensor, kernelSize: NumberList, stride: NumberList, padding: NumberList, outputSize: readonly number[] | null): Tensor;
  /** Puts the maxima of a `maxPool3d` back where they were, zeros elsewhere. */
  maxUnpool3d(input: Tensor, indices: Tensor, kernelSize: NumberList, options?: { stride?: NumberList; padding?: NumberList; outputSize?: readonly number[] | null }): Tensor;
  maxUnpool3d(input: Tensor, indices: Tensor, kernelSize: NumberList, stride: NumberList, options?: { padding?: NumberList; outputSize?: readonly number[] | null }): Tensor;
  maxUnpool3d(input: Tensor, indices: Tensor, kernelSize: NumberList, stride: NumberList, padding: NumberList, options?: { outputSize?: readonly number[] | null }): Tensor;
  maxUnpool3d(input: Tensor, indices: Tensor, kernelSize: NumberList, stride: NumberList, padding: NumberList, outputSize: readonly number[] | null): Tensor;
  /** The `normType`-norm of each window of `[N, C, L]`. */
  lpPool1d(input: Tensor, normType: number, kernelSize: NumberList, options?: { stride?: NumberList; ceilMode?: boolean }): Tensor;
  lpPool1d(input: Tensor, normType: number, kernelSize: NumberList, stride: NumberList, options?: { ceilMode?: boolean }): Tensor;
  lpPool1d(input: Tensor, normType: number, kernelSize: NumberList, stride: NumberList, ceilMode: boolean): Tensor;
  /** The `normType`-norm of each window of `[N, C, H, W]`. */
  lpPool2d(input: Tensor, normType: number, kernelSize: NumberList, options?: { stride?: NumberList; ceilMode?: boolean }): Tensor;
  lpPool2d(input: Tensor, normType: number, kernelSize: NumberList, stride: NumberList, options?: { ceilMode?: boolean }): Tensor;
  lpPool2d(input: Tensor, normType: number, kernelSize: NumberList, stride: NumberList, ceilMode: boolean): Tensor;
  /** The `normType`-norm of each window of `[N, C, D, H, W]`. */
  lpPool3d(input: Tensor, normType: number, kernelSize: NumberList, options?: { stride?: NumberList; ceilMode?: boolean }): Tensor;
  lpPool3d(input: Tensor, normType: number, kernelSize: NumberList, stride: NumberList, options?: { ceilMode?: boolean }): Tensor;
  lpPool3d(input: Tensor, normType: number, kernelSize: NumberList, stride: NumberList, ceilMode: boolean): Tensor;
}
