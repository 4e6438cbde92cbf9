import { torch } from "tensorglass";

let x = torch.rand(256, 256, { device: torch.device("auto") });
for (let step = 0; step < 600; step++) {
  x = x.matmul(x).div(128);
  await x.sum().item();
}
