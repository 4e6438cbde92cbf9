/** `summary(model, inputSize)`: layers, shapes, parameters and multiplications as a table, in torchinfo's form. */
import type { DType } from "../dtype.ts";
import { float32 } from "../dtype.ts";
import { RuntimeError, ValueError } from "../errors.ts";
import { print } from "../host/print.ts";
import { Module } from "../nn/module.ts";
import { allocate } from "../ops/creation.ts";
import { Device, Tensor } from "../tensor.ts";
import { layerCalls } from "./layerCalls.ts";
import { ModelStatistics } from "./modelStatistics.ts";
import { isSummaryColumn, SUMMARY_COLUMNS, type SummaryColumn } from "./summaryText.ts";

/** One input's sizes, or those of several. */
type InputSizes = readonly number[] | readonly (readonly number[])[];
type InputData = Tensor | readonly Tensor[];

export interface SummaryOptions {
  /** Sizes of the input, batch included: `[1, 3, 224, 224]`; a list of them for several inputs. */
  inputSize?: InputSizes;
  /** What to call the model with, instead of sizes. */
  inputData?: InputData;
  /** How deep nested layers have rows of their own; 3 unless given. Deeper ones count to the row above them. */
  depth?: number;
  /** Of `input_size`, `output_size`, `num_params`, `params_percent`, `mult_adds`, `trainable`. */
  colNames?: readonly SummaryColumn[];
  /** dtypes of the inputs that `inputSize` stands for; float32 unless given. */
  dtypes?: readonly DType[];
  /** The mode in which the model is run; it is set back. */
  mode?: "eval" | "train";
  /** 0: only give the result; 1, as by default: print it too. */
  verbose?: 0 | 1;
}

const DEFAULT_COLUMNS: readonly SummaryColumn[] = ["input_size", "output_size", "num_params", "mult_adds"];

/**
 * Prints a table of the model's layers as they are called, with shapes, numbers of parameters and of multiplications
 * (each with its addition), and gives these numbers. The model is run once without computing values; random numbers,
 * modes and buffers stay as they are. Without an input only parameters are shown.
 */
export function summary(
  model: Module,
  input: InputSizes | InputData | SummaryOptions = {},
  options: SummaryOptions = {},
): ModelStatistics {
  if (!(model instanceof Module)) throw new TypeError("summary takes a module first.");
  const o: SummaryOptions = { ...(isGiven(input) ? asOption(input) : input), ...options };
  const { depth = 3, colNames = DEFAULT_COLUMNS, mode = "eval", verbose = 1 } = o;
  const unknown = colNames.find((name) => !isSummaryColumn(name));
  if (unknown !== undefined)
    throw new ValueError(
      `Column ${String(unknown)} is not a valid column name; known are ${SUMMARY_COLUMNS.join(", ")}`,
    );
  if (o.inputSize && o.inputData)
    throw new RuntimeError("Only one of (input_data, input_size) should be specified.");
  const inputs = inputsOf(model, o);
  const call = inputs && layerCalls(model, inputs, mode);
  const statistics = new ModelStatistics(model, call, depth, colNames);
  if (verbose > 0) print(statistics);
  return statistics;
}

function isGiven(input: InputSizes | InputData | SummaryOptions): input is InputSizes | InputData {
  return Array.isArray(input) || input instanceof Tensor;
}

function asOption(input: InputSizes | InputData): SummaryOptions {
  return input instanceof Tensor || input.some((v) => v instanceof Tensor)
    ? { inputData: input as InputData }
    : { inputSize: input as InputSizes };
}

function inputsOf(model: Module, o: SummaryOptions): (() => readonly Tensor[]) | null {
  const { inputData, inputSize, dtypes = [] } = o;
  if (inputData) {
    const tensors = inputData instanceof Tensor ? [inputData] : inputData;
    return () => tensors;
  }
  if (!inputSize) return null;
  const sizes = (
    inputSize.some((s) => Array.isArray(s)) ? inputSize : [inputSize]
  ) as readonly (readonly number[])[];
  const [first] = model.parameters();
  const device = first?.device ?? new Device("cpu");
  return () => sizes.map((size, i) => allocate(size, dtypes[i] ?? float32, device));
}
