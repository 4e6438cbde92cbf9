// From a layer to its graph, step by step: the walk-through of Tensorglass.
//
// Open this file in VS Code. Shapes stand above the layers and in the hovers. Run "Tensorglass: Visualize Graph" to
// see the model at work beside the editor. Then change something, and see what follows.

import { Image, makeDot, nn, optim, print, type Tensor, torch, transforms } from "tensorglass";

// 1. Define the network.

class Net extends nn.Module {
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
    x = torch.relu(this.fc3(x));
    return x;
  }
}

torch.manualSeed(0);
const device = torch.device("auto");
const net = new Net().to(device);
print(net);

// 2. Load a photograph, resize it to 720 × 480, and make it a normalized batch of one.

const transform = new transforms.Compose([
  new transforms.Resize([720, 480]),
  new transforms.ToTensor(),
  new transforms.Normalize([0.5, 0.5, 0.5], [0.5, 0.5, 0.5]),
]);
const photo = Image.open("data/rocket.jpg");
const image = transform(photo).view(1, 3, 720, 480).to(device);

// 3. The convolution: 3 channels become 16, and each side loses the kernel's border.

print(net.conv1);
const convolved = net.conv1(image);
print(convolved.shape);
makeDot(convolved, { params: net.namedParameters() });

// 4. The pool: the largest of each 3 × 3 window, every second pixel.

print(net.pool);
const pooled = net.pool(convolved);
print(pooled.shape);
makeDot(pooled, { params: net.namedParameters() });

// 5. The first fully connected layer works on the last dimension: 238 become 120.

print(net.fc1);
const hidden = net.fc1(pooled);
print(hidden.shape);
makeDot(hidden, { params: net.namedParameters() });

// 6. The second one leaves a single number. Here only its own parameters get names.

print(net.fc2);
const single = net.fc2(hidden);
print(single.shape);
makeDot(single, { params: net.fc2.namedParameters() });

// 7. A whole training step: forward, loss, backward, SGD.

const optimizer = new optim.SGD(net.parameters(), { lr: 0.001, momentum: 0.9 });
const label = torch.rand(1).to(device);

optimizer.zeroGrad();
const prediction = net(image);
const loss = prediction.sub(label).sum();
loss.backward();
optimizer.step();

print(prediction.shape, "loss", await loss.item());
makeDot(prediction, { params: net.namedParameters() });
