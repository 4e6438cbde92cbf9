"""Runs optimizers and schedulers in PyTorch and writes the weights after some steps, and the learning rates: `python generate.py`."""
import json, warnings
import torch

warnings.simplefilter("ignore")
OPTIMIZERS = [
    ("SGD", dict(lr=0.1, momentum=0.9, nesterov=True, weight_decay=0.01)),
    *[("Adam", o) for o in (dict(), dict(lr=0.1, betas=[0.5, 0.9]), dict(lr=0.1, weight_decay=0.1), dict(lr=0.1, amsgrad=True), dict(lr=0.1, maximize=True))],
    *[("AdamW", o) for o in (dict(), dict(lr=0.1, weight_decay=0.3))],
    *[("NAdam", o) for o in (dict(), dict(lr=0.1, weight_decay=0.1), dict(lr=0.1, weight_decay=0.1, decoupled_weight_decay=True))],
    *[("RMSprop", o) for o in (dict(), dict(lr=0.1, momentum=0.9), dict(lr=0.1, centered=True), dict(lr=0.1, weight_decay=0.1))],
    *[("Adagrad", o) for o in (dict(), dict(lr=0.1, lr_decay=0.1), dict(lr=0.1, initial_accumulator_value=0.5, weight_decay=0.1))],
    *[("Adadelta", o) for o in (dict(), dict(lr=0.5, rho=0.5, weight_decay=0.1))],
]
SCHEDULERS = [
    ("StepLR", [3], dict(gamma=0.5)), ("MultiStepLR", [[2, 5]], dict()), ("ExponentialLR", [0.9], dict()),
    ("CosineAnnealingLR", [4], dict(eta_min=0.01)), ("CosineAnnealingWarmRestarts", [3], dict(T_mult=2, eta_min=0.01)),
    ("OneCycleLR", [1.0], dict(total_steps=12)), ("OneCycleLR", [1.0], dict(total_steps=12, anneal_strategy="linear", pct_start=0.5)),
    ("LinearLR", [], dict()), ("LinearLR", [], dict(start_factor=0.5, end_factor=0.8, total_iters=4)),
]
S = torch.optim.lr_scheduler


def trained(name, options):
    torch.manual_seed(0)
    w = torch.randn(2, 3, requires_grad=True)
    x = torch.randn(3, 2)
    opt = getattr(torch.optim, name)([w], **options)
    for _ in range(4):
        opt.zero_grad()
        (w @ x).pow(2).mean().backward()
        opt.step()
    return w.detach().reshape(-1).tolist()


def rates(make, values=None):
    opt = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.5, momentum=0.9)
    schedule = make(opt)
    out = []
    for i in range(12):
        out.append(opt.param_groups[0]["lr"])
        opt.step()
        if i < 11:
            schedule.step(*([values[i]] if values else []))
    return out


VALUES = [1.0, 0.9, 0.9, 0.9, 0.9, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8]
json.dump(
    {
        "optimizers": [dict(name=n, options=o, weights=trained(n, o)) for n, o in OPTIMIZERS],
        "schedulers": [dict(name=n, args=a, options=o, rates=rates(lambda opt: getattr(S, n)(opt, *a, **o))) for n, a, o in SCHEDULERS],
        "lambda": rates(lambda opt: S.LambdaLR(opt, lambda e: 0.9**e)),
        "plateau": dict(values=VALUES, rates=rates(lambda opt: S.ReduceLROnPlateau(opt, patience=1, factor=0.5, cooldown=1), VALUES)),
        "sequential": rates(lambda opt: S.SequentialLR(opt, [S.LinearLR(opt, 0.1, total_iters=4), S.ExponentialLR(opt, 0.9)], [4])),
    },
    open("expected.json", "w"),
    indent=1,
)
