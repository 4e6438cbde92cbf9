import { nn, type Tensor, torch } from "tensorglass";

class Net extends nn.Module {
  fc1 = new nn.Linear(238, 120);
  fc2 = new nn.Linear(120, 1);

  forward(x: Tensor) {
    return this.fc2(torch.relu(this.fc1(x)));
  }
}

const net = new Net();
net(torch.randn(5728, 240));
