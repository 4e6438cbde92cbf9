import { expect, it } from "vitest";
import { shortArguments } from "../../../webview/trace/shortArguments.ts";

it.each([
  ["Conv2d(3, 16, kernel_size=(3, 3), stride=(1, 1))", "3 → 16, 3×3"],
  [
    "Conv2d(64, 128, kernel_size=(1, 1), stride=(2, 2), padding=(1, 1), bias=False)",
    "64 → 128, 1×1, stride 2, padding 1, no bias",
  ],
  ["MaxPool2d(kernel_size=3, stride=2, padding=0, dilation=1, ceil_mode=False)", "kernel 3, stride 2"],
  ["Linear(in_features=238, out_features=120, bias=True)", "238 → 120"],
  ["BatchNorm2d(64, eps=1e-05, momentum=0.1, affine=True, track_running_stats=True)", "64"],
  ["Dropout(p=0.5, inplace=False)", "p 0.5"],
  ["Embedding(1000, 64)", "1000, 64"],
  ["LSTM(16, 32, num_layers=2, batch_first=True)", "16, 32, num layers 2, batch first"],
  ["Sigmoid()", ""],
  ["LayerNorm((64,), eps=1e-05, elementwise_affine=True)", "(64,)"],
])("%s in short is %s", (repr, short) => {
  expect(shortArguments(repr)).toBe(short);
});
