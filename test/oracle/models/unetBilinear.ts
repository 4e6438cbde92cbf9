import { UNet } from "../../../examples/unet.ts";
import { F, torch } from "../subject.ts";
import type { Device, ReferenceModel } from "./reference.ts";

export function model(device: Device): ReferenceModel {
  const net = new UNet({ numClasses: 1, width: 4, bilinear: true }).to(device);
  const x = torch.randn(2, 3, 32, 48).to(device);
  const mask = torch.rand(2, 1, 32, 48).gt(0.5).float().to(device);
  const loss = () => {
    const out = net(x);
    const p = out.sigmoid();
    const overlap = p.mul(mask).sum().mul(2).add(1);
    const dice = torch.rsub(overlap.div(p.sum().add(mask.sum()).add(1)), 1);
    return F.binaryCrossEntropyWithLogits(out, mask).add(dice);
  };
  return { net, forward: () => net(x), loss };
}
