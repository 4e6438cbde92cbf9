import { nn, type Tensor, torch } from "tensorglass";
import { Block } from "./block";

class Stack extends nn.Module {
  blocks = new nn.ModuleList([new Block(), new Block(), new Block()]);
  forward(x: Tensor) {
    for (const block of this.blocks) x = block(x);
    return x;
  }
}

const stack = new Stack();
stack(torch.randn(2, 8));
