// A network whose graph depends on the values that pass through it: how often its middle layer is applied, and which of
// two heads answers, is decided anew for each input. Asking for a value takes `await`, so `forward` is async.

import { nn, type Tensor, torch } from "tensorglass";

export interface DynamicNetOptions {
  inFeatures?: number;
  hidden?: number;
  numClasses?: number;
  /** The middle layer is applied at most so often. */
  maxDepth?: number;
}

export class DynamicNet extends nn.Module {
  readonly maxDepth: number;
  first: nn.Linear;
  middle: nn.Linear;
  calm: nn.Linear;
  lively: nn.Sequential;

  constructor({ inFeatures = 16, hidden = 32, numClasses = 4, maxDepth = 4 }: DynamicNetOptions = {}) {
    super();
    this.maxDepth = maxDepth;
    this.first = new nn.Linear(inFeatures, hidden);
    this.middle = new nn.Linear(hidden, hidden);
    this.calm = new nn.Linear(hidden, numClasses);
    this.lively = new nn.Sequential(
      new nn.Linear(hidden, hidden),
      new nn.Tanh(),
      new nn.Linear(hidden, numClasses),
    );
  }

  /** @input x [N=3, 16] */
  async forward(x: Tensor): Promise<Tensor> {
    let h = torch.relu(this.first(x));
    const start = await h.norm().item();
    // The same weights again and again, until little is left of the activations.
    for (let depth = 0; depth < this.maxDepth && (await h.norm().item()) > 0.3 * start; depth++) {
      h = torch.relu(this.middle(h));
    }
    return (await h.mean().item()) > 0.1 ? this.lively(h) : this.calm(h);
  }
}
