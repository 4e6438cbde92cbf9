"""U-Net with bilinear interpolation on the way up."""
import torch
import torch.nn.functional as F
from unet import UNet


def model():
    net = UNet(num_classes=1, width=4, bilinear=True)
    x = torch.randn(2, 3, 32, 48)
    mask = (torch.rand(2, 1, 32, 48) > 0.5).float()

    def loss():
        out = net(x)
        p = out.sigmoid()
        dice = 1 - (2 * (p * mask).sum() + 1) / (p.sum() + mask.sum() + 1)
        return F.binary_cross_entropy_with_logits(out, mask) + dice

    return dict(net=net, forward=lambda: net(x), loss=loss)
