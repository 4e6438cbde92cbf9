// LeNet-5 (LeCun et al., 1998), trained on real hand-written digits.
//
// The digits of data/digits are small, 8×8, and lie in MNIST's files. Put MNIST's own files into another folder and
// name it below to train on those.

import { data, datasets, F, nn, optim, print, type Tensor, torch, transforms } from "tensorglass";

class LeNet extends nn.Module {
  conv1 = new nn.Conv2d(1, 6, 5);
  conv2 = new nn.Conv2d(6, 16, 5);
  fc1 = new nn.Linear(400, 120);
  fc2 = new nn.Linear(120, 84);
  fc3 = new nn.Linear(84, 10);

  forward(x: Tensor): Tensor {
    x = F.maxPool2d(torch.relu(this.conv1(x)), 2);
    x = F.maxPool2d(torch.relu(this.conv2(x)), 2);
    x = x.flatten(1);
    x = torch.relu(this.fc1(x));
    x = torch.relu(this.fc2(x));
    return this.fc3(x);
  }
}

torch.manualSeed(0);
const device = torch.device("auto");

const transform = new transforms.Compose([
  new transforms.Resize([32, 32]),
  new transforms.ToTensor(),
  new transforms.Normalize([0.5], [0.5]),
]);
const root = "data/digits";
const trainSet = new datasets.MNIST(root, { train: true, transform });
const testSet = new datasets.MNIST(root, { train: false, transform });
const trainLoader = new data.DataLoader(trainSet, { batchSize: 64, shuffle: true });
const testLoader = new data.DataLoader(testSet, { batchSize: 64 });

const net = new LeNet().to(device);
const criterion = new nn.CrossEntropyLoss();
const optimizer = new optim.Adam(net.parameters(), { lr: 0.002 });

for (let epoch = 1; epoch <= 2; epoch++) {
  let sum = 0;
  for (const [images, labels] of trainLoader) {
    optimizer.zeroGrad();
    const loss = criterion(net(images.to(device)), labels.to(device));
    loss.backward();
    optimizer.step();
    sum += await loss.item();
  }
  print(`epoch ${epoch}: loss ${(sum / trainLoader.length).toFixed(3)}`);
}

let correct = 0;
await torch.noGrad(async () => {
  for (const [images, labels] of testLoader) {
    const predicted = net(images.to(device)).argmax(1);
    correct += await predicted.eq(labels.to(device)).sum().item();
  }
});
print(`${correct} of ${testSet.length} digits right`);
