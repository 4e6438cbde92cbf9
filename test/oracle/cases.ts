/** The cases of `cases.py`, line by line in TypeScript. */
import { F, nn, optim, slice, type Tensor, torch } from "./subject.ts";

export interface Case {
  readonly out: Tensor | readonly Tensor[];
  readonly params?: Readonly<Record<string, Tensor>>;
  readonly repr?: nn.Module;
}

/** The walk-through's network: one convolution, one pool, three more layers. */
class WalkNet extends nn.Module {
  conv1 = new nn.Conv2d(3, 16, 3);
  pool = new nn.MaxPool2d(3, 2);
  fc1 = new nn.Linear(238, 120);
  fc2 = new nn.Linear(120, 1);
  fc3 = new nn.Sigmoid();

  forward(x: Tensor): Tensor {
    x = this.pool(torch.relu(this.conv1(x)));
    x = x.view(-1, 238);
    x = torch.relu(this.fc1(x));
    x = torch.relu(this.fc2(x));
    return torch.relu(this.fc3(x));
  }
}

class Residual extends nn.Module {
  conv1: nn.Conv2d;
  bn1: nn.BatchNorm2d;
  conv2: nn.Conv2d;
  bn2: nn.BatchNorm2d;

  constructor(c: number) {
    super();
    this.conv1 = new nn.Conv2d(c, c, 3, { padding: 1, bias: false });
    this.bn1 = new nn.BatchNorm2d(c);
    this.conv2 = new nn.Conv2d(c, c, 3, { padding: 1, bias: false });
    this.bn2 = new nn.BatchNorm2d(c);
  }

  forward(x: Tensor): Tensor {
    const y = F.relu(this.bn1(this.conv1(x)));
    return F.relu(this.bn2(this.conv2(y)).add(x));
  }
}

/** A convolutional network of two stages, as LeCun's of 1998. */
class LeNet extends nn.Module {
  conv1 = new nn.Conv2d(1, 6, 5);
  conv2 = new nn.Conv2d(6, 16, 5);
  fc1 = new nn.Linear(256, 120);
  fc2 = new nn.Linear(120, 84);
  fc3 = new nn.Linear(84, 10);

  forward(x: Tensor): Tensor {
    x = F.maxPool2d(F.relu(this.conv1(x)), 2);
    x = F.maxPool2d(F.relu(this.conv2(x)), 2);
    x = torch.flatten(x, 1);
    return this.fc3(F.relu(this.fc2(F.relu(this.fc1(x)))));
  }
}

/** Causal self-attention. */
class Attention extends nn.Module {
  readonly h: number;
  qkv: nn.Linear;
  proj: nn.Linear;

  constructor(d: number, h: number) {
    super();
    this.h = h;
    this.qkv = new nn.Linear(d, 3 * d);
    this.proj = new nn.Linear(d, d);
  }

  forward(x: Tensor): Tensor {
    const [b, t, d] = x.shape as unknown as [number, number, number];
    const [q, k, v] = this.qkv(x)
      .split(d, { dim: 2 })
      .map((s) => s.view(b, t, this.h, d / this.h).transpose(1, 2)) as [Tensor, Tensor, Tensor];
    let w = q.matmul(k.transpose(-2, -1)).div((d / this.h) ** 0.5);
    w = w
      .maskedFill(torch.tril(torch.ones(t, t, { device: x.device })).eq(0), Number.NEGATIVE_INFINITY)
      .softmax(-1);
    return this.proj(w.matmul(v).transpose(1, 2).reshape([b, t, d]));
  }
}

class Square extends torch.autograd.Function {
  static override forward(ctx: { saveForBackward(...tensors: Tensor[]): void }, x: Tensor): Tensor {
    ctx.saveForBackward(x);
    return x.mul(x);
  }

  static override backward(ctx: { savedTensors: Tensor[] }, g: Tensor): Tensor {
    const [x] = ctx.savedTensors as [Tensor];
    return x.mul(2).mul(g);
  }
}

const named = (m: nn.Module): Record<string, Tensor> => Object.fromEntries(m.namedParameters());

type Device = "cpu" | "webgpu";

/** Random numbers come from the CPU's generator; the network and its input then move. */
function walk(device: Device, height = 720): { net: WalkNet; x: Tensor } {
  const net = new WalkNet();
  const x = torch.randn(1, 3, height, 480);
  return { net: net.to(device), x: x.to(device) };
}

/** A leaf with the CPU generator's numbers. */
const leaf = (device: Device, ...shape: number[]): Tensor => torch.randn(shape).to(device).requiresGrad_();

export const cases: Readonly<Record<string, (device: Device) => Case>> = {
  walk_conv1(device) {
    const { net, x } = walk(device);
    return { out: net.conv1(x), params: named(net), repr: net.conv1 };
  },
  walk_pool(device) {
    const { net, x } = walk(device);
    return { out: net.pool(net.conv1(x)), params: named(net), repr: net.pool };
  },
  walk_fc1(device) {
    const { net, x } = walk(device);
    return { out: net.fc1(net.pool(net.conv1(x))), params: named(net), repr: net.fc1 };
  },
  walk_fc2(device) {
    const { net, x } = walk(device);
    return { out: net.fc2(net.fc1(net.pool(net.conv1(x)))), params: named(net.fc2), repr: net.fc2 };
  },
  walk_prediction(device) {
    const { net, x } = walk(device);
    return { out: net(x), params: named(net), repr: net };
  },
  walk_sgd_step(device) {
    const { net, x } = walk(device, 72);
    const opt = new optim.SGD(net.parameters(), { lr: 0.001, momentum: 0.9 });
    const losses: Tensor[] = [];
    for (let i = 0; i < 3; i++) {
      opt.zeroGrad();
      const loss = net(x).sub(torch.rand(1).to(device)).sum();
      loss.backward();
      opt.step();
      losses.push(loss.detach());
    }
    return { out: [torch.stack(losses), ...[...net.parameters()].map((p) => p.detach())] };
  },
  random_streams() {
    return {
      out: [
        torch.rand(5),
        torch.randn(5),
        torch.randn(16),
        torch.randn(37),
        torch.rand(3, { dtype: torch.float64 }),
        torch.randn(3, { dtype: torch.float64 }),
        torch.randint(0, 100, [8]),
        torch.randperm(10),
        torch.empty(4).uniform_(-2, 3),
        torch.empty(20).normal_(1, 2),
      ],
    };
  },
  init_streams(device) {
    const layers: nn.Module[] = [
      new nn.Linear(7, 3),
      new nn.Conv2d(2, 3, 3),
      new nn.Embedding(5, 4),
      new nn.GRU(3, 4),
      new nn.ConvTranspose2d(2, 3, 2),
    ];
    const ws = layers.flatMap((l) => [...l.to(device).parameters()].map((p) => p.detach()));
    const w = torch.empty(4, 6);
    for (const init of [
      nn.init.xavierUniform_,
      nn.init.xavierNormal_,
      nn.init.kaimingNormal_,
      nn.init.truncNormal_,
    ]) {
      ws.push(init(w).clone().to(device));
    }
    return { out: ws };
  },
  residual_train(device) {
    const net = new Residual(8).to(device);
    return { out: net(torch.randn(2, 8, 6, 6).to(device)), params: named(net), repr: net };
  },
  residual_eval(device) {
    const net = new Residual(8).to(device).eval();
    return { out: net(torch.randn(2, 8, 6, 6).to(device)), params: named(net) };
  },
  cross_entropy(device) {
    const net = new nn.Linear(10, 5).to(device);
    const out = F.crossEntropy(net(torch.randn(4, 10).to(device)), torch.tensor([0, 4, 2, 1], { device }));
    return { out, params: named(net) };
  },
  bce_logits(device) {
    const net = new nn.Linear(10, 1).to(device);
    const target = torch.tensor([[0], [1], [1], [0]], { dtype: torch.float32, device });
    return {
      out: F.binaryCrossEntropyWithLogits(net(torch.randn(4, 10).to(device)), target),
      params: named(net),
    };
  },
  mse_mlp(device) {
    const net = new nn.Sequential(new nn.Linear(4, 8), new nn.Tanh(), new nn.Linear(8, 2)).to(device);
    return {
      out: F.mseLoss(net(torch.randn(3, 4).to(device)), torch.randn(3, 2).to(device)),
      params: named(net),
      repr: net,
    };
  },
  reductions(device) {
    const x = leaf(device, 3, 4);
    const out = x
      .sum(1)
      .add(x.mean(1))
      .add(x.max(1).values)
      .add(x.var(1))
      .add(x.logsumexp(1))
      .add(x.norm({ dim: 1 }));
    return { out, params: { x } };
  },
  norms(device) {
    const net = new nn.Sequential(new nn.LayerNorm(6), new nn.Linear(6, 6)).to(device);
    return { out: F.groupNorm(net(torch.randn(2, 6).to(device)), 3), params: named(net), repr: net };
  },
  error_batchnorm_dims: () => ({ out: new nn.BatchNorm2d(4)(torch.randn(2, 4)) }),
  error_cross_entropy_batch: () => ({ out: F.crossEntropy(torch.randn(4, 3), torch.tensor([0, 1])) }),
  adam(device) {
    const net = new nn.Linear(3, 2).to(device);
    const opt = new optim.Adam(net.parameters(), { lr: 0.1 });
    const x = torch.randn(4, 3).to(device);
    for (let i = 0; i < 3; i++) {
      opt.zeroGrad();
      net(x).pow(2).mean().backward();
      opt.step();
    }
    return { out: [...net.parameters()].map((p) => p.detach()) };
  },
  adamw_cosine(device) {
    const net = new nn.Linear(3, 2).to(device);
    const opt = new optim.AdamW(net.parameters(), { lr: 0.1, weightDecay: 0.1 });
    const schedule = new optim.lrScheduler.CosineAnnealingLR(opt, 10);
    const x = torch.randn(4, 3).to(device);
    const rates: number[] = [];
    for (let i = 0; i < 5; i++) {
      opt.zeroGrad();
      net(x).pow(2).mean().backward();
      opt.step();
      schedule.step();
      rates.push(schedule.getLastLr()[0] as number);
    }
    return { out: [net.weight.detach(), torch.tensor(rates, { device })] };
  },
  error_matmul: () => ({ out: new nn.Linear(238, 120)(torch.randn(1, 16, 10, 240)) }),
  error_linear_2d: () => ({ out: new nn.Linear(400, 120)(torch.randn(2, 256)) }),
  error_conv_channels: () => ({ out: new nn.Conv2d(3, 16, 3)(torch.randn(1, 1, 28, 28)) }),
  error_conv_small: () => ({ out: new nn.Conv2d(3, 16, 5)(torch.randn(1, 3, 4, 4)) }),
  error_view: () => ({ out: torch.randn(2, 3, 4).view(-1, 5) }),
  error_view_strides: () => ({ out: torch.randn(2, 3).t().view(6) }),
  error_broadcast: () => ({ out: torch.randn(2, 3).add(torch.randn(2, 4)) }),
  error_backward_nonscalar() {
    torch.randn(3, { requiresGrad: true }).mul(2).backward();
    return { out: [] };
  },
  error_backward_twice() {
    const x = torch.randn(3, { requiresGrad: true });
    const y = x.mul(x).sum();
    y.backward();
    y.backward();
    return { out: [] };
  },
  error_inplace_leaf: () => ({ out: torch.randn(3, { requiresGrad: true }).add_(1) }),
  error_inplace_saved() {
    const y = torch.randn(3, { requiresGrad: true }).exp();
    y.add_(1);
    y.sum().backward();
    return { out: [] };
  },
  error_no_grad_fn() {
    torch.randn(3).sum().backward();
    return { out: [] };
  },
  error_index_range: () => ({ out: torch.randn(3).at(5) }),
  masked_writes(device) {
    const x = leaf(device, 3, 4);
    const v = leaf(device, 2);
    const y = x.mul(2);
    const rows = x.at(null, slice(null, null, 2)).mul(1);
    y.set([x.gt(0)], 5);
    const some = [
      [true, false, false, true],
      [false, false, true, false],
    ];
    y.at(slice(1)).set([torch.tensor(some, { device })], v.at(0));
    rows.set([torch.tensor([true, false, true], { device })], v);
    rows.set([null, torch.tensor([false, true], { device })], 3);
    return { out: torch.cat([y, rows], 1), params: { x, v } };
  },
  error_mask_shape: () => ({ out: torch.zeros(3, 4).set([torch.tensor([true, false])], 1) }),
  error_index_position: () => ({ out: torch.zeros(3, 4).at(0, 4) }),
  error_index_scalar: () => ({ out: torch.zeros([]).at(0) }),
  error_zeros_negative: () => ({ out: torch.zeros(-1) }),
  error_unflatten: () => ({ out: new nn.Unflatten(1, [2, 2])(torch.randn(2, 3)) }),
  error_parameter_dtype: () => ({ out: new nn.Parameter(torch.tensor([1, 2])) }),
  error_dim_range: () => ({ out: torch.randn(3, 4).sum(2) }),
  same_twice(device) {
    const x = leaf(device, 3);
    return { out: x.mul(x), params: { x } };
  },
  shared_weight(device) {
    const net = new nn.Linear(4, 4).to(device);
    return { out: net(torch.relu(net(torch.randn(2, 4).to(device)))), params: named(net) };
  },
  view_output(device) {
    const net = new nn.Linear(4, 6).to(device);
    return { out: net(torch.randn(2, 4).to(device)).view(3, 4), params: named(net) };
  },
  tuple_output(device) {
    const net = new nn.Linear(4, 6).to(device);
    const y = net(torch.randn(2, 4).to(device));
    return { out: [y.sum(), y.relu()], params: named(net) };
  },
  leaf_output(device) {
    const x = leaf(device, 3);
    return { out: x, params: { x } };
  },
  inplace(device) {
    const x = leaf(device, 3);
    const y = x.mul(2);
    y.add_(1).relu_();
    return { out: y, params: { x } };
  },
  reshape_copy(device) {
    const x = leaf(device, 2, 3);
    return { out: x.t().reshape(-1), params: { x } };
  },
  broadcast(device) {
    const a = leaf(device, 3, 1);
    const b = leaf(device, 4);
    return { out: a.div(b.exp().add(1)).sub(b.mul(2)).mean(), params: { a, b } };
  },
  no_grad(device) {
    const net = new nn.Linear(3, 2).to(device);
    return { out: torch.noGrad(() => net(torch.randn(1, 3).to(device))), params: named(net) };
  },
  custom_function(device) {
    const x = leaf(device, 3);
    return { out: Square.apply(x).sum(), params: { x } };
  },
  copy_slices(device) {
    const x = leaf(device, 2, 3);
    const y = x.mul(1);
    y.set([0], 5);
    return { out: y.sum(), params: { x } };
  },
  indexing(device) {
    const x = leaf(device, 4, 5);
    const parts = [
      x.at(1),
      x.at(null, 2),
      x.at(slice(1, 3), slice(null, null, 2)).flatten(),
      x.at(torch.tensor([0, 3], { device })).sum(1),
    ];
    return { out: torch.cat(parts), params: { x } };
  },
  activations(device) {
    const x = leaf(device, 2, 5);
    const out = [
      F.silu(x),
      F.elu(x),
      F.leakyRelu(x, 0.1),
      F.softplus(x),
      F.hardtanh(x),
      x.clamp(-1, 1),
      F.relu6(x),
      F.mish(x),
    ].reduce((sum, y) => sum.add(y), F.gelu(x));
    return { out, params: { x } };
  },
  conv_variants(device) {
    const net = new nn.Sequential(
      new nn.Conv2d(4, 8, 3, { stride: 2, padding: 1, groups: 2 }),
      new nn.Conv2d(8, 8, 3, { padding: 2, dilation: 2, groups: 8 }),
      new nn.ConvTranspose2d(8, 3, 4, { stride: 2, padding: 1 }),
    ).to(device);
    return { out: net(torch.randn(2, 4, 9, 9).to(device)), params: named(net), repr: net };
  },
  pools_and_resize(device) {
    const x = leaf(device, 1, 2, 7, 7);
    const out = [
      F.adaptiveAvgPool2d(x, 3),
      F.adaptiveAvgPool2d(x, 1),
      F.maxPool2d(x, 3, 2, { ceilMode: true }),
      F.interpolate(x, { scaleFactor: 2, mode: "bilinear" }),
      F.interpolate(x, { size: 5 }),
    ].reduce((sum, y) => sum.add(y.sum()), F.avgPool2d(x, 3, 2, 1).sum());
    return { out, params: { x } };
  },
  lenet(device) {
    const net = new LeNet().to(device);
    return { out: net(torch.randn(2, 1, 28, 28).to(device)), params: named(net), repr: net };
  },
  lenet_attrs_saved(device) {
    const net = new LeNet().to(device);
    return { out: net(torch.randn(2, 1, 28, 28).to(device)), params: named(net) };
  },
  attention(device) {
    const net = new Attention(16, 4).to(device);
    return { out: net(torch.randn(2, 5, 16).to(device)), params: named(net) };
  },
  embedding_lstm(device) {
    const emb = new nn.Embedding(11, 6).to(device);
    const rnn = new nn.LSTM(6, 5, { batchFirst: true }).to(device);
    const [y, [h, c]] = rnn(
      emb(
        torch.tensor(
          [
            [1, 2, 3],
            [4, 5, 10],
          ],
          { device },
        ),
      ),
    );
    const embedding = [...emb.namedParameters()].map(([name, p]) => [`emb.${name}`, p] as const);
    return { out: [y, h, c], params: { ...Object.fromEntries(embedding), ...named(rnn) }, repr: rnn };
  },
  error_cat: () => ({ out: torch.cat([torch.randn(2, 3), torch.randn(2, 4)]) }),
};
