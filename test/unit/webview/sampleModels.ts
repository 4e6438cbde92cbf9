/** A few models as traces, small enough to be read and drawn by hand. */
import { TraceBuilder } from "./traceBuilder.ts";

export interface LeNetOptions {
  /** Puts a dropout between pool and fc: the other keys must not care. */
  readonly withDropout?: boolean;
  /** fc expects another size, so that it fails. */
  readonly broken?: boolean;
  readonly iterations?: number;
}

/** conv1, relu, pool (in `Net.forward`), flatten, fc; then a loss, backward and a step. */
export function leNet({
  withDropout = false,
  broken = false,
  iterations = 1,
}: LeNetOptions = {}): TraceBuilder {
  const t = new TraceBuilder();
  const net = t.module("", "Net");
  const conv = t.module(
    "conv1",
    "Conv2d",
    { weight: [6, 3, 5, 5], bias: [6] },
    "Conv2d(3, 6, kernel_size=(5, 5), stride=(1, 1))",
    net,
  );
  const pool = t.module("pool", "MaxPool2d", {}, "MaxPool2d(kernel_size=2, stride=2)", net);
  const dropout = t.module("dropout", "Dropout", {}, "Dropout(p=0.5, inplace=False)", net);
  const fc = t.module(
    "fc",
    "Linear",
    { weight: [10, 1176], bias: [10] },
    "Linear(in_features=1176, out_features=10, bias=True)",
    net,
  );

  const x = t.input("input", [1, 3, 32, 32]);
  const forward = () =>
    t.call(
      net,
      [x],
      () => {
        const c = t.call(
          conv,
          [x],
          () =>
            t.op("convolution", [x, t.parameter(conv, "weight"), t.parameter(conv, "bias")], [1, 6, 28, 28], {
              grad: "ConvolutionBackward0",
              attrs: [["stride", "(1, 1)"]],
              flops: 705_600,
            }),
          "Net.forward/this.conv1()#0",
        );
        const r = t.op("relu", [c], [1, 6, 28, 28], {
          site: "Net.forward/torch.relu()#0",
          grad: "ReluBackward0",
        });
        let p = t.call(
          pool,
          [r],
          () =>
            t.op("max_pool2d_with_indices", [r], [1, 6, 14, 14], { grad: "MaxPool2DWithIndicesBackward0" }),
          "Net.forward/this.pool()#0",
        );
        if (withDropout) {
          const before = p;
          p = t.call(
            dropout,
            [before],
            () => t.op("native_dropout", [before], [1, 6, 14, 14], { grad: "NativeDropoutBackward0" }),
            "Net.forward/this.dropout()#0",
          );
        }
        const v = t.op("view", [p], [1, 1176], { site: "Net.forward/p.view()#0", grad: "ViewBackward0" });
        return t.call(
          fc,
          [v],
          () =>
            t.call("linear", [v, t.parameter(fc, "weight"), t.parameter(fc, "bias")], () => {
              if (broken) {
                t.fail(
                  "addmm",
                  [t.parameter(fc, "bias"), v],
                  "mat1 and mat2 shapes cannot be multiplied (1x1176 and 400x10)",
                );
              }
              const w = t.op("t", [t.parameter(fc, "weight")], [1176, 10], { grad: "TBackward0" });
              return t.op("addmm", [t.parameter(fc, "bias"), v, w], [1, 10], {
                grad: "AddmmBackward0",
                flops: 23_520,
              });
            }),
          "Net.forward/this.fc()#0",
        );
      },
      "net()#0",
    );

  try {
    for (let i = 0; i < iterations; i++) {
      const y = forward();
      if (i === 0) t.name(y, "prediction");
      const loss = t.op("sum", [y], [], { site: "prediction.sum()#0", grad: "SumBackward0" });
      if (i === 0) t.name(loss, "loss");
      t.backward(loss, [
        ["expand", [1, 10]],
        ["mm", [1, 1176]],
      ]);
      t.optimizer("SGD", [["add_", [10]]]);
    }
  } catch (error) {
    if (t.error === null) throw error;
  }
  return t;
}

/** The graph that torchviz draws of `relu(conv(x))`. */
export const CONV_RELU_DOT = `digraph {
	graph [size="12,12"]
	node [align=left fontname=monospace fontsize=10 height=0.2 ranksep=0.1 shape=box style=filled]
	t9 [label="
 (1, 6, 28, 28)" fillcolor=darkolivegreen1]
	n5 [label=ReluBackward0]
	n1 -> n5
	n1 [label="ConvolutionBackward0
--------------------
padding:      (0, 0)"]
	n2 -> n1
	t1 [label="conv1.weight
 (6, 3, 5, 5)" fillcolor=lightblue]
	t1 -> n2
	n2 [label=AccumulateGrad]
	n1 -> s7 [dir=none]
	s7 [label="input
 (1, 3, 32, 32)" fillcolor=orange]
	n5 -> t9
}
`;
