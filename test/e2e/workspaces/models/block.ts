import { nn, type Tensor, torch } from "tensorglass";

export class Block extends nn.Module {
  linear = new nn.Linear(8, 8);
  forward(x: Tensor) {
    return torch.relu(this.linear(x)).add(x);
  }
}
