// LeNet-5 (LeCun et al., 1998) with rectifiers and max pooling. digits.ts trains it.

import { F, nn, type Tensor, torch } from "tensorglass";

export class LeNet extends nn.Module {
  conv1 = new nn.Conv2d(1, 6, 5);
  conv2 = new nn.Conv2d(6, 16, 5);
  fc1 = new nn.Linear(400, 120);
  fc2 = new nn.Linear(120, 84);
  fc3 = new nn.Linear(84, 10);

  /** @input x [B=1, 1, H=32, W=32] */
  forward(x: Tensor): Tensor {
    x = F.maxPool2d(torch.relu(this.conv1(x)), 2);
    x = F.maxPool2d(torch.relu(this.conv2(x)), 2);
    x = x.flatten(1);
    x = torch.relu(this.fc1(x));
    x = torch.relu(this.fc2(x));
    return this.fc3(x);
  }
}
