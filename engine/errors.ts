/**
 * The errors that the engine raises, named as Python names them, so that a message reads as PyTorch's does.
 * `TypeError` is JavaScript's own.
 */

/** Shapes, dtypes, devices or autograd rules that do not fit; PyTorch's most common error. */
export class RuntimeError extends Error {
  override name = "RuntimeError";
}

/** An argument of the right type with a wrong value. */
export class ValueError extends Error {
  override name = "ValueError";
}

/** A dimension or an index out of range. */
export class IndexError extends Error {
  override name = "IndexError";
}

/** A condition that the called code relies on does not hold. */
export class AssertionError extends Error {
  override name = "AssertionError";
}

/** A record without the key that was asked for, or a name that must not be used. */
export class KeyError extends Error {
  override name = "KeyError";
}

/** An op, a dtype or an option that a device does not have. */
export class NotImplementedError extends Error {
  override name = "NotImplementedError";
}

/** A gradient that is not what finite differences say: `torch.autograd.gradcheck`. */
export class GradcheckError extends RuntimeError {
  override name = "GradcheckError";
}

/** Tensors would hold more bytes than the run's budget allows. */
export class OutOfMemoryError extends RuntimeError {
  override name = "OutOfMemoryError";
}

/** The GPU went away, and the tensors on it. A host may run the program again on a new device. */
export class DeviceLostError extends RuntimeError {
  override name = "DeviceLostError";
}

/**
 * Not the user's fault: a run without values (`RunOptions.mode` "shapes") met a question that only values can
 * answer, such as the shape of `nonzero()`. The host runs the program again, on the CPU.
 */
export class NeedsValue extends Error {
  override name = "NeedsValue";
}

/** An object has no such part, or it is of another kind. */
export class AttributeError extends Error {
  override name = "AttributeError";
}
