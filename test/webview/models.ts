/** Model files for the tests of the panel. */

export const CLASSIFIER = `import { nn, optim, print, torch, type Tensor } from "tensorglass";

class Block extends nn.Module {
  conv1 = new nn.Conv2d(8, 8, 3, { padding: 1, bias: false });
  act = new nn.ReLU();
  conv2 = new nn.Conv2d(8, 8, 3, { padding: 1, bias: false });
  forward(x: Tensor): Tensor {
    const y = this.act(this.conv1(x));
    return this.act(this.conv2(y).add(x));
  }
}

class Net extends nn.Module {
  stem = new nn.Conv2d(3, 8, 3, { padding: 1 });
  blocks = new nn.Sequential(new Block(), new Block());
  pool = new nn.MaxPool2d(16);
  head = new nn.Linear(8, 10);
  forward(x: Tensor): Tensor {
    x = this.blocks(torch.relu(this.stem(x)));
    return this.head(torch.flatten(this.pool(x), 1));
  }
}

torch.manualSeed(0);
const net = new Net();
const optimizer = new optim.SGD(net.parameters(), { lr: 0.1 });
const images = torch.rand(4, 3, 16, 16);
const labels = torch.rand(4, 10);
for (let step = 0; step < 3; step++) {
  optimizer.zeroGrad();
  const error = net(images).sub(labels);
  const loss = error.mul(error).sum();
  loss.backward();
  optimizer.step();
  print(step, await loss.item());
}
`;

/** The last layer expects another size than it is given. */
export const BROKEN = `import { nn, torch, type Tensor } from "tensorglass";

class Net extends nn.Module {
  conv1 = new nn.Conv2d(3, 6, 5);
  pool = new nn.MaxPool2d(2, 2);
  fc1 = new nn.Linear(400, 120);
  fc2 = new nn.Linear(120, 10);
  forward(x: Tensor): Tensor {
    x = this.pool(torch.relu(this.conv1(x)));
    x = torch.flatten(x, 1);
    x = torch.relu(this.fc1(x));
    return this.fc2(x);
  }
}

const net = new Net();
net(torch.rand(1, 3, 32, 32));
`;

export const SMALL = `import { nn, torch, type Tensor } from "tensorglass";

class Net extends nn.Module {
  fc1 = new nn.Linear(8, 4);
  fc2 = new nn.Linear(4, 2);
  forward(x: Tensor): Tensor {
    return this.fc2(torch.relu(this.fc1(x)));
  }
}

const net = new Net();
const out = net(torch.rand(1, 8));
`;

/** SMALL with a layer put in between. */
export const LONGER = SMALL.replace("fc2 = ", "norm = new nn.Sigmoid();\n  fc2 = ").replace(
  "torch.relu(this.fc1(x))",
  "this.norm(torch.relu(this.fc1(x)))",
);

/** A run for shapes reads NaN, which is not less than one; computing values never ends. */
export const ENDLESS = `import { nn, torch, type Tensor } from "tensorglass";

class Net extends nn.Module {
  fc1 = new nn.Linear(8, 4);
  forward(x: Tensor): Tensor {
    return torch.relu(this.fc1(x));
  }
}

const net = new Net();
const out = net(torch.rand(1, 8));
const value = await torch.rand(1).item();
while (value < 1) out.relu();
`;

/** Draws two graphs, prints, and reads a file. */
export const SCRIPT = `import { Image, makeDot, nn, print, torch, transforms } from "tensorglass";

const layer = new nn.Linear(3, 2);
const picture = new transforms.ToTensor()(Image.open("data/small.png"));
const x = picture.view(-1, 3);
const y = layer(x);
makeDot(y, { params: layer.namedParameters() });
print("half way");
const z = torch.relu(y);
makeDot(z);
`;

/** Layers that all read all layers before them, as in DenseNet: what Graphviz takes minutes for. */
export const dense = (layers: number) => `import { nn, torch, type Tensor } from "tensorglass";

let x = torch.rand(1, 2, { requiresGrad: true });
const all = [x];
for (let i = 0; i < ${layers}; i++) {
  let sum = all[0].relu();
  for (const before of all) sum = sum.add(before);
  all.push(sum.relu());
}
`;

/** Many steps. */
export const long = (ops: number) => `import { torch } from "tensorglass";

let x = torch.rand(1, 2);
for (let i = 0; i < ${ops}; i++) x = x.relu();
`;
