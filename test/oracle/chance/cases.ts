/** The cases of `generate.py`, by the same names: results, and the leaves whose gradients are compared. */
import { F, nn, slice, type Tensor, torch } from "../subject.ts";

export type Device = "cpu" | "webgpu";
type Results = readonly [outputs: readonly Tensor[], leaves: readonly Tensor[]];
type Case = (on: Place) => Results;

/** Makes leaves and moves layers where a case runs. Numbers are drawn before they move, as in `generate.py`. */
export class Place {
  readonly device: Device;

  constructor(device: Device) {
    this.device = device;
  }

  leaf(...shape: number[]): Tensor {
    return torch.randn(shape).to(this.device).requiresGrad_();
  }

  zeros(...shape: number[]): Tensor {
    return torch.zeros(shape).to(this.device);
  }

  rand(...shape: number[]): Tensor {
    return torch.rand(shape).to(this.device);
  }

  net<M extends nn.Module>(net: M): M {
    return net.to(this.device);
  }
}

const encoderLayers = [false, true].flatMap((batchFirst) =>
  [false, true].map((normFirst): [string, Case] => [
    `nn.TransformerEncoderLayer, batch_first=${title(batchFirst)}, norm_first=${title(normFirst)}`,
    (on) => {
      const net = on.net(new nn.TransformerEncoderLayer(8, 2, 12, 0.3, { batchFirst, normFirst }));
      const x = on.leaf(3, 4, 8);
      return [[net(x)], [x, ...net.parameters()]];
    },
  ]),
);

function title(value: boolean): string {
  return value ? "True" : "False";
}

type Options = [
  inputSize: number,
  hiddenSize: number,
  numLayers: number,
  options: { dropout: number; batchFirst?: boolean; bidirectional?: boolean },
];

/** A recurrent layer, and its results in a row. */
interface Recurrent {
  readonly net: nn.Module;
  run(x: Tensor): readonly Tensor[];
  packed(x: nn.utils.rnn.PackedSequence): nn.utils.rnn.PackedSequence;
}

const LAYERS: Readonly<Record<string, (on: Place, ...o: Options) => Recurrent>> = {
  RNN: (on, ...o) => {
    const net = on.net(new nn.RNN(...o));
    return { net, run: (x) => net(x), packed: (x) => net(x)[0] };
  },
  LSTM: (on, ...o) => {
    const net = on.net(new nn.LSTM(...o));
    return {
      net,
      run: (x) => {
        const [y, [h, c]] = net(x);
        return [y, h, c];
      },
      packed: (x) => net(x)[0],
    };
  },
  GRU: (on, ...o) => {
    const net = on.net(new nn.GRU(...o));
    return { net, run: (x) => net(x), packed: (x) => net(x)[0] };
  },
};

const recurrent = Object.entries(LAYERS).flatMap(([name, layer]): [string, Case][] => [
  ...[false, true].map((batchFirst): [string, Case] => [
    `nn.${name}, batch_first=${title(batchFirst)}`,
    (on) => {
      const { net, run } = layer(on, 4, 3, 3, { dropout: 0.4, batchFirst, bidirectional: batchFirst });
      const x = on.leaf(5, 2, 4);
      return [run(x), [x, ...net.parameters()]];
    },
  ]),
  [
    `nn.${name} of packed sequences`,
    (on) => {
      const { packed } = layer(on, 4, 3, 2, { dropout: 0.4 });
      const x = on.leaf(5, 3, 4);
      const y = packed(nn.utils.rnn.packPaddedSequence(x, [5, 3, 1]));
      return [[nn.utils.rnn.padPackedSequence(y)[0]], [x]];
    },
  ],
]);

const CHANNELS = [
  [1, (p: number) => new nn.Dropout1d(p)],
  [2, (p: number) => new nn.Dropout2d(p)],
  [3, (p: number) => new nn.Dropout3d(p)],
] as const;

const channels = CHANNELS.flatMap(([n, layer]): [string, Case][] => {
  const size = new Array<number>(n).fill(2);
  return [
    [
      `nn.Dropout${n}d`,
      (on) => {
        const x = on.leaf(2, 6, ...size);
        return [[layer(0.4)(x)], [x]];
      },
    ],
    [
      `nn.Dropout${n}d of a transposed tensor`,
      (on) => {
        const x = on.leaf(6, 2, ...size);
        return [[layer(0.4)(x.transpose(0, 1))], [x]];
      },
    ],
  ];
});

export const CASES: Readonly<Record<string, Case>> = {
  "F.dropout of a transposed tensor": (on) => {
    const x = on.leaf(3, 5);
    return [[F.dropout(x.t(), 0.4)], [x]];
  },
  "F.dropout of a slice with gaps": (on) => {
    const x = on.leaf(4, 6);
    return [[F.dropout(x.at(null, slice(null, null, 2)).t(), 0.4)], [x]];
  },
  "F.dropout in place": (on) => {
    const x = on.leaf(4, 6);
    return [[F.dropout(x.mul(2), 0.3, true, true)], [x]];
  },
  "nn.Dropout in a row of layers": (on) => {
    const net = on.net(
      new nn.Sequential(
        new nn.Linear(4, 8),
        new nn.Dropout(0.3),
        new nn.ReLU(),
        new nn.Dropout(0.5),
        new nn.Linear(8, 2),
      ),
    );
    const x = on.leaf(5, 4);
    return [[net(x)], [x, ...net.parameters()]];
  },
  "nn.Dropout of float16": (on) => {
    const x = on.leaf(5, 4);
    return [[new nn.Dropout(0.3)(x.half()).float()], [x]];
  },
  ...Object.fromEntries(channels),
  "nn.AlphaDropout": (on) => {
    const x = on.leaf(5, 4);
    return [[new nn.AlphaDropout(0.3)(x)], [x]];
  },
  "F.alpha_dropout of a transposed tensor": (on) => {
    const x = on.leaf(5, 4);
    return [[F.alphaDropout(x.t(), 0.3, true)], [x]];
  },
  "nn.FeatureAlphaDropout": (on) => {
    const x = on.leaf(3, 6, 2);
    return [[new nn.FeatureAlphaDropout(0.3)(x)], [x]];
  },
  "nn.MultiheadAttention": (on) => {
    const net = on.net(new nn.MultiheadAttention(8, 2, { dropout: 0.3 }));
    const x = on.leaf(5, 2, 8);
    const [y, weights] = net(x, x, x);
    return [weights ? [y, weights] : [y], [x, ...net.parameters()]];
  },
  "nn.MultiheadAttention without weights, batch first, with a mask": (on) => {
    const net = on.net(new nn.MultiheadAttention(8, 2, { dropout: 0.3, batchFirst: true }));
    const [x, y] = [on.leaf(2, 3, 8), on.leaf(2, 4, 8)];
    const attnMask = on.zeros(3, 4);
    attnMask.set([0, 1], Number.NEGATIVE_INFINITY);
    return [[net(x, y, y, { attnMask, needWeights: false })[0]], [x, y, ...net.parameters()]];
  },
  "F.scaled_dot_product_attention": (on) => {
    const [q, k, v] = [on.leaf(2, 2, 4, 3), on.leaf(2, 2, 5, 3), on.leaf(2, 2, 5, 3)];
    return [[F.scaledDotProductAttention(q, k, v, null, 0.4)], [q, k, v]];
  },
  "F.scaled_dot_product_attention, causal, heads transposed": (on) => {
    const x = on.leaf(2, 4, 3, 6);
    const [q, k, v] = x.transpose(1, 2).chunk(3, -1) as [Tensor, Tensor, Tensor];
    return [[F.scaledDotProductAttention(q, k, v, { dropoutP: 0.4, isCausal: true })], [x]];
  },
  ...Object.fromEntries(encoderLayers),
  "nn.TransformerDecoderLayer": (on) => {
    const net = on.net(new nn.TransformerDecoderLayer(8, 2, 12, 0.2, { batchFirst: true }));
    const [x, y] = [on.leaf(2, 3, 8), on.leaf(2, 4, 8)];
    return [[net(x, y)], [x, y]];
  },
  "nn.Transformer": (on) => {
    const net = on.net(new nn.Transformer(8, 2, 1, 1, 12, 0.2));
    const [x, y] = [on.leaf(3, 2, 8), on.leaf(4, 2, 8)];
    return [[net(x, y)], [x, y]];
  },
  ...Object.fromEntries(recurrent),
  "F.gumbel_softmax": (on) => {
    const x = on.leaf(4, 5);
    return [[F.gumbelSoftmax(x, 0.7)], [x]];
  },
  "F.gumbel_softmax, hard, of a transposed tensor": (on) => {
    const x = on.leaf(4, 5);
    return [[F.gumbelSoftmax(x.t(), 1, true)], [x]];
  },
  "torch.rand_like and others of a transposed tensor": (on) => {
    const x = on.rand(3, 6).t();
    return [[torch.randLike(x), torch.randnLike(x), torch.randintLike(x, 9), torch.bernoulli(x)], []];
  },
  "in-place draws into a transposed tensor": (on) => {
    const x = () => on.zeros(3, 6).t();
    return [
      [
        x().uniform_(1, 2),
        x().normal_(),
        x().random_(7),
        x().bernoulli_(0.3),
        x().bernoulli_(torch.linspace(0, 1, 3).to(on.device)),
        x().exponential_(),
        x().geometric_(0.3),
        x().cauchy_(),
        x().logNormal_(),
      ],
      [],
    ];
  },
  "in-place draws into slices and permuted tensors": (on) => [
    [
      on
        .zeros(6, 4)
        .at(slice(null, null, 2))
        .uniform_(),
      on.zeros(3, 4, 2).permute(1, 2, 0).normal_(),
      on.zeros(2, 3, 4).transpose(0, 1).at(null, null, slice(1)).exponential_(),
      on
        .zeros(4, 6)
        .at(null, slice(null, null, 2))
        .normal_(),
    ],
    [],
  ],
  "torch.multinomial": (on) => {
    const w = on.rand(3, 6);
    return [
      [
        torch.multinomial(w, 4),
        torch.multinomial(w, 8, true),
        torch.multinomial(w.at(0), 1),
        torch.multinomial(w.t(), 2),
      ],
      [],
    ];
  },
  "torch.randperm": ({ device }) => [[torch.randperm(20, { device }), torch.randperm(5, { device })], []],
  "torch.normal": (on) => {
    const m = on.rand(3, 6);
    return [[torch.normal(m, 2.5), torch.normal(m.t(), m.t()), torch.normal(0.5, m)], []];
  },
  "F.rrelu": (on) => {
    const x = on.leaf(4, 5);
    return [[F.rrelu(x.t(), { training: true })], [x]];
  },
};
