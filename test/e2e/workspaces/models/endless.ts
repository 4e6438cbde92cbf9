import { nn, torch } from "tensorglass";

const layer = new nn.Linear(4, 2);
let x = torch.ones(3, 4);
const y = layer(x);
while (true) {
  x = x.add(1);
}
