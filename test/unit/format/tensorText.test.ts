import { describe, expect, test } from "vitest";
import { bool, type DType, float32, float64, int64 } from "../../../engine/dtype.ts";
import { changedPrintOptions, DEFAULT_PRINT_OPTIONS } from "../../../engine/format/printOptions.ts";
import { tensorText } from "../../../engine/format/tensorText.ts";
import { printTensor, readPrintCases } from "./printCases.ts";

const leaf = (values: number[], dtype: DType = float32) => ({
  shape: [values.length],
  dtype,
  device: "cpu",
  requiresGrad: false,
  gradFnName: null,
  values,
});

describe("a tensor prints as in PyTorch", () => {
  const { tensors } = readPrintCases(new URL("../../oracle/print/cases.json", import.meta.url));

  test.each(tensors)("$dtype $shape $device $gradFnName $options", (recorded) => {
    expect(printTensor(recorded)).toBe(recorded.text);
  });
});

describe("what the notation tells", () => {
  test("a point after whole numbers says that they are floats", () => {
    expect(tensorText(leaf([1, 2]))).toBe("tensor([1., 2.])");
    expect(tensorText(leaf([1, 2], int64))).toBe("tensor([1, 2])");
    expect(tensorText(leaf([1, 0], bool))).toBe("tensor([ True, False])");
  });

  test("a dtype is named unless the elements show it", () => {
    expect(tensorText(leaf([1.5], float64))).toBe("tensor([1.5000], dtype=torch.float64)");
    expect(tensorText(leaf([], int64))).toBe("tensor([], dtype=torch.int64)");
  });

  test("ties round to the even digit", () => {
    expect(tensorText(leaf([0.03125, 0.09375]))).toBe("tensor([0.0312, 0.0938])");
  });

  test("a tensor whose values were not read shows its size", () => {
    const unread = { ...leaf([]), device: "webgpu", shape: [2, 3], values: null };
    expect(tensorText(unread)).toBe("tensor(..., device='webgpu', size=(2, 3))");
  });
});

describe("print options", () => {
  test("a profile sets all but the scientific mode", () => {
    expect(changedPrintOptions(DEFAULT_PRINT_OPTIONS, { profile: "short", linewidth: 100 })).toEqual({
      precision: 2,
      threshold: 1000,
      edgeitems: 2,
      linewidth: 100,
      sciMode: null,
    });
  });

  test("the scientific mode lasts until the next call", () => {
    const scientific = changedPrintOptions(DEFAULT_PRINT_OPTIONS, { sciMode: true });
    expect(tensorText(leaf([1, 2]), scientific)).toBe("tensor([1.0000e+00, 2.0000e+00])");
    expect(changedPrintOptions(scientific, { precision: 2 }).sciMode).toBe(null);
  });
});
