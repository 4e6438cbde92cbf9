import { torch, nn, F, type Tensor } from "tensorglass";

class Net extends nn.Module {
  conv1 = new nn.Conv2d(3, 16, 3);
  pool = new nn.MaxPool2d(3, 2);
  fc1 = new nn.Linear(238, 120);
  fc2 = new nn.Linear(120, 1);
  fc3 = new nn.Sigmoid();

  forward(x: Tensor) {
    x = this.pool(torch.relu(this.conv1(x)));
    x = x.view(-1, 238);
    x = torch.relu(this.fc1(x));
    x = torch.relu(this.fc2(x));
    return torch.relu(this.fc3(x));
  }
}

const net = new Net();
const input = torch.randn(1, 3, 720, 480);
const prediction = net(input);
const label = torch.rand(1);
const loss = prediction.sub(label).sum();
loss.backward();
