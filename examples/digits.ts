// Trains LeNet-5 on real hand-written digits, and counts how many new ones it reads right.
//
// The digits of data/digits are small, 8×8, and lie in MNIST's files. To train on MNIST, put its own files into a folder
// and name it as the root.

import { data, datasets, nn, optim, print, torch, transforms } from "tensorglass";
import { LeNet } from "./lenet.ts";

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
