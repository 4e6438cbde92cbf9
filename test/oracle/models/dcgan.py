"""DCGAN (Radford et al. 2015), as examples/dcgan.ts: PyTorch's tutorial."""
import torch
import torch.nn as nn
import torch.nn.functional as F


class Generator(nn.Module):
    def __init__(self, nc=3, nz=100, ngf=64):
        super().__init__()
        self.main = nn.Sequential(
            nn.ConvTranspose2d(nz, ngf * 8, 4, 1, 0, bias=False),
            nn.BatchNorm2d(ngf * 8),
            nn.ReLU(True),
            nn.ConvTranspose2d(ngf * 8, ngf * 4, 4, 2, 1, bias=False),
            nn.BatchNorm2d(ngf * 4),
            nn.ReLU(True),
            nn.ConvTranspose2d(ngf * 4, ngf * 2, 4, 2, 1, bias=False),
            nn.BatchNorm2d(ngf * 2),
            nn.ReLU(True),
            nn.ConvTranspose2d(ngf * 2, ngf, 4, 2, 1, bias=False),
            nn.BatchNorm2d(ngf),
            nn.ReLU(True),
            nn.ConvTranspose2d(ngf, nc, 4, 2, 1, bias=False),
            nn.Tanh(),
        )

    def forward(self, input):
        return self.main(input)


class Discriminator(nn.Module):
    def __init__(self, nc=3, ndf=64):
        super().__init__()
        self.main = nn.Sequential(
            nn.Conv2d(nc, ndf, 4, 2, 1, bias=False),
            nn.LeakyReLU(0.2, inplace=True),
            nn.Conv2d(ndf, ndf * 2, 4, 2, 1, bias=False),
            nn.BatchNorm2d(ndf * 2),
            nn.LeakyReLU(0.2, inplace=True),
            nn.Conv2d(ndf * 2, ndf * 4, 4, 2, 1, bias=False),
            nn.BatchNorm2d(ndf * 4),
            nn.LeakyReLU(0.2, inplace=True),
            nn.Conv2d(ndf * 4, ndf * 8, 4, 2, 1, bias=False),
            nn.BatchNorm2d(ndf * 8),
            nn.LeakyReLU(0.2, inplace=True),
            nn.Conv2d(ndf * 8, 1, 4, 1, 0, bias=False),
            nn.Sigmoid(),
        )

    def forward(self, input):
        return self.main(input)


def weights_init(m):
    classname = m.__class__.__name__
    if classname.find("Conv") != -1:
        nn.init.normal_(m.weight.data, 0.0, 0.02)
    elif classname.find("BatchNorm") != -1:
        nn.init.normal_(m.weight.data, 1.0, 0.02)
        nn.init.constant_(m.bias.data, 0)


class DCGAN(nn.Module):
    def __init__(self, nc=3, nz=100, ngf=64, ndf=64):
        super().__init__()
        self.netG = Generator(nc, nz, ngf)
        self.netD = Discriminator(nc, ndf)
        self.apply(weights_init)

    def forward(self, noise):
        return self.netD(self.netG(noise))


def train_step(net, optimizer_g, optimizer_d, real, noise):
    criterion = nn.BCELoss()
    label = lambda value: torch.full((real.size(0),), value, dtype=torch.float32)
    net.netD.zero_grad()
    err_real = criterion(net.netD(real).view(-1), label(1.0))
    err_real.backward()
    fake = net.netG(noise)
    err_fake = criterion(net.netD(fake.detach()).view(-1), label(0.0))
    err_fake.backward()
    optimizer_d.step()
    net.netG.zero_grad()
    err_g = criterion(net.netD(fake).view(-1), label(1.0))
    err_g.backward()
    optimizer_g.step()
    return (err_real + err_fake).detach(), err_g.detach()


def model():
    net = DCGAN(nz=5, ngf=3, ndf=3)
    real = torch.rand(2, 3, 64, 64) * 2 - 1
    noise = torch.randn(2, 5, 1, 1)
    adam = lambda m: torch.optim.Adam(m.parameters(), lr=0.0002, betas=(0.5, 0.999))
    optimizer_g, optimizer_d = adam(net.netG), adam(net.netD)
    return dict(
        net=net,
        forward=lambda: net(noise),
        loss=lambda: F.binary_cross_entropy(net(noise).view(-1), torch.ones(2)),
        train=lambda step: train_step(net, optimizer_g, optimizer_d, real, noise),
    )


def full():
    net = DCGAN()
    return dict(net=net, forward=lambda: net(torch.empty(2, 100, 1, 1)))
