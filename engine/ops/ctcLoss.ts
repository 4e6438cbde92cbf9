/** `F.ctcLoss`: the loss of label sequences whose alignment with the input is not known. On the CPU only. */
import { ctcLoss as cpuLoss, ctcLossBackward } from "../devices/cpu/ctcLoss.ts";
import { int64, scalarTypeName } from "../dtype.ts";
import { NeedsValue, NotImplementedError, RuntimeError } from "../errors.ts";
import { backendFor, runtime } from "../runtime.ts";
import type { Tensor } from "../tensor.ts";
import { allocate } from "./creation.ts";
import { MEAN, NONE, reduceLoss, reductionNumber } from "./lossReduction.ts";
import { defineOp } from "./op.ts";
import { knownIntegers } from "./packedSequence.ts";

interface Checked {
  readonly logProbs: Tensor;
  readonly targets: Tensor;
  readonly inputLengths: readonly number[];
  readonly targetLengths: readonly number[];
  readonly blank: number;
}

const WHILE = "(while checking arguments for ctc_loss_allocate_outputs)";

function check({ logProbs, targets, inputLengths, targetLengths, blank }: Checked): void {
  if (!logProbs.dtype.isFloatingPoint) {
    throw new NotImplementedError(`"ctc_loss_cpu" not implemented for '${scalarTypeName(logProbs.dtype)}'`);
  }
  const [steps, batch, labels] = logProbs.shape as unknown as [number, number, number];
  if (!(blank >= 0 && blank < labels)) throw new RuntimeError("blank must be in label range");
  if (inputLengths.length !== batch) throw new RuntimeError("input_lengths must be of size batch_size");
  if (targetLengths.length !== batch) throw new RuntimeError("target_lengths must be of size batch_size");
  const negative = (name: string, lengths: readonly number[]) => {
    const found = lengths.find((length) => length < 0);
    if (found === undefined) return;
    throw new RuntimeError(`Expected ${name} to have value at least 0, but got value ${found} ${WHILE}`);
  };
  negative("target_lengths", targetLengths);
  const most = Math.max(0, ...targetLengths);
  if (targets.ndim === 1) {
    const all = targetLengths.reduce((n, length) => n + length, 0);
    if (targets.shape[0] !== all) {
      throw new RuntimeError(
        `Expected tensor to have size ${all} at dimension 0, but got size ${targets.shape[0]} for argument #2 'targets' ${WHILE}`,
      );
    }
  } else {
    if (targets.shape[0] !== batch) {
      throw new RuntimeError(
        `Expected tensor to have size ${batch} at dimension 0, but got size ${targets.shape[0]} for argument #2 'targets' ${WHILE}`,
      );
    }
    if ((targets.shape[1] as number) < most) {
      throw new RuntimeError(
        `Expected tensor to have size at least ${most} at dimension 1, but got size ${targets.shape[1]} for argument #2 'targets' ${WHILE}`,
      );
    }
  }
  negative("input_lengths", inputLengths);
  const long = inputLengths.find((length) => length > steps);
  if (long !== undefined) {
    throw new RuntimeError(
      `Expected input_lengths to have value at most ${steps}, but got value ${long} ${WHILE}`,
    );
  }
}

const alignments = defineOp({
  schema:
    "_ctc_loss(Tensor log_probs, Tensor targets, int[] input_lengths, int[] target_lengths, int blank=0, bool zero_infinity=False) -> (Tensor neg_log_likelihood, Tensor log_alpha)",
  doc: "The negative logarithm of each target's probability, and the logarithms of those of its beginnings.",
  meta: (args) => {
    check(args);
    const { logProbs, targetLengths } = args;
    const [steps, batch] = logProbs.shape as unknown as [number, number];
    const { dtype } = logProbs;
    return [
      { shape: [batch], dtype },
      { shape: [batch, steps, 2 * Math.max(0, ...targetLengths) + 1], dtype },
    ];
  },
  cpu: ({ logProbs, targets, ...options }, [loss, logAlpha]) =>
    cpuLoss(logProbs, targets, options, loss, logAlpha),
  node: "CtcLossBackward0",
  derivatives: (d) => [
    d(
      "logProbs",
      ["blank", "inputLengths", "logProbs", "result0", "result1", "targetLengths", "targets", "zeroInfinity"],
      ({ grad, result0, result1, ...saved }) => {
        const { blank, inputLengths, logProbs, targetLengths, targets, zeroInfinity } = saved;
        const options = { blank, inputLengths, targetLengths, zeroInfinity };
        return backward({
          grad,
          logProbs,
          targets,
          ...options,
          negLogLikelihood: result0,
          logAlpha: result1,
        });
      },
    ),
  ],
  flops: ({ targetLengths }, [, alpha]) =>
    8 * targetLengths.length * (alpha?.shape[1] ?? 0) * (alpha?.shape[2] ?? 0),
});

const backward = defineOp({
  schema:
    "_ctc_loss_backward(Tensor grad, Tensor log_probs, Tensor targets, int[] input_lengths, int[] target_lengths, Tensor neg_log_likelihood, Tensor log_alpha, int blank, bool zero_infinity=False) -> Tensor",
  doc: "The gradient of the losses with respect to the logarithms of the probabilities.",
  meta: ({ logProbs }) => ({ shape: logProbs.shape, dtype: logProbs.dtype }),
  cpu: ({ grad, logProbs, targets, negLogLikelihood, logAlpha, ...options }, [out]) =>
    ctcLossBackward(grad, logProbs, targets, options, negLogLikelihood, logAlpha, out),
});

/** Numbers of a tensor, at once. A run for shapes has none: it is done again with values. */
function lengthsIn(lengths: Tensor, name: string): readonly number[] {
  if (lengths.dtype.isFloatingPoint) throw new RuntimeError(`${name} must be integral`);
  const noted = knownIntegers(lengths);
  if (noted) return noted;
  if (lengths.storage.backend === "meta" && runtime.shapesOnly) {
    throw new NeedsValue("The loss depends on the lengths of the sequences.");
  }
  const own = lengths.detach().contiguous();
  const data = backendFor(own.storage.device).readSync?.(own.storage);
  if (!data) throw new RuntimeError(`ctc_loss: ${name} must be a list or a tensor on the CPU`);
  return Array.from({ length: own.numel() }, (_, i) => Number(data[own.offset + i]));
}

function numbers(values: readonly number[], like: Tensor): Tensor {
  const t = allocate([values.length], like.dtype, like.device);
  if (values.length) backendFor(t.storage.device).write(t.storage, Float64Array.from(values));
  return t;
}

const SIGNATURE = "int blank=0, str reduction='mean', bool zero_infinity=False) -> Tensor";
const DOC =
  "The loss of label sequences (`targets`: `[N, S]`, or one after another `[sum of lengths]`) for the logarithms of label probabilities at each step (`logProbs`: `[T, N, C]`, or `[T, C]`), summed over all ways to place them, with `blank` between. `zeroInfinity`: targets that are too long for their input count 0.";

interface Call extends Checked {
  readonly reduction: string;
  readonly zeroInfinity: boolean;
}

function reduced({ reduction, zeroInfinity, ...given }: Call): Tensor {
  const how = reductionNumber(reduction);
  const batched = given.logProbs.ndim === 3;
  const logProbs = batched ? given.logProbs : given.logProbs.unsqueeze(1);
  const targets = given.targets.to(logProbs.device).to(int64);
  let [loss] = alignments({ ...given, logProbs, targets, zeroInfinity });
  if (zeroInfinity) loss = loss.newZeros([]).where(loss.eq(Number.POSITIVE_INFINITY), loss);
  if (how === MEAN) {
    const lengths = given.targetLengths.map((length) => Math.max(length, 1));
    return reduceLoss(loss.div(numbers(lengths, loss)), how);
  }
  return how === NONE && !batched ? loss.squeeze(0) : reduceLoss(loss, how);
}

export const ctcLoss = defineOp({
  schema: `ctc_loss(Tensor log_probs, Tensor targets, Tensor input_lengths, Tensor target_lengths, ${SIGNATURE}`,
  doc: DOC,
  on: ["F"],
  composite: ({ inputLengths, targetLengths, ...args }) =>
    reduced({
      ...args,
      inputLengths: lengthsIn(inputLengths, "input_lengths"),
      targetLengths: lengthsIn(targetLengths, "target_lengths"),
    }),
});

export const ctcLossOfLists = defineOp({
  schema: `ctc_loss.IntList(Tensor log_probs, Tensor targets, int[] input_lengths, int[] target_lengths, ${SIGNATURE}`,
  doc: DOC,
  on: ["F"],
  composite: reduced,
});
