"""Runs optimizers and schedulers in PyTorch and writes weights, states, printed forms, learning rates and refusals: `python generate.py`."""
import json, warnings
import torch

warnings.simplefilter("ignore")
O, S = torch.optim, torch.optim.lr_scheduler
OPTIMIZERS = [
    *[("SGD", o) for o in (dict(), dict(lr=0.1), dict(lr=0.1, momentum=0.9, nesterov=True, weight_decay=0.01), dict(lr=0.1, momentum=0.9, dampening=0.5), dict(lr=0.1, momentum=0.5, maximize=True, weight_decay=0.1))],
    *[("ASGD", o) for o in (dict(), dict(lr=0.1, lambd=0.01, alpha=0.5, t0=2.0), dict(lr=0.1, weight_decay=0.1, maximize=True))],
    *[("Adam", o) for o in (dict(), dict(lr=0.1, betas=[0.5, 0.9]), dict(lr=0.1, weight_decay=0.1), dict(lr=0.1, amsgrad=True), dict(lr=0.1, maximize=True), dict(lr=0.1, weight_decay=0.1, decoupled_weight_decay=True, eps=0.01))],
    *[("AdamW", o) for o in (dict(), dict(lr=0.1, weight_decay=0.3), dict(lr=0.1, amsgrad=True, maximize=True))],
    *[("Adamax", o) for o in (dict(), dict(lr=0.1, betas=[0.5, 0.6], weight_decay=0.1), dict(lr=0.1, maximize=True, eps=0.1))],
    *[("NAdam", o) for o in (dict(), dict(lr=0.1, weight_decay=0.1), dict(lr=0.1, weight_decay=0.1, decoupled_weight_decay=True), dict(lr=0.1, momentum_decay=0.5, maximize=True))],
    *[("RAdam", o) for o in (dict(), dict(lr=0.1, betas=[0.5, 0.9]), dict(lr=0.1, weight_decay=0.1), dict(lr=0.1, weight_decay=0.1, decoupled_weight_decay=True, maximize=True))],
    *[("RMSprop", o) for o in (dict(), dict(lr=0.1, momentum=0.9), dict(lr=0.1, centered=True), dict(lr=0.1, weight_decay=0.1), dict(lr=0.1, alpha=0.5, momentum=0.5, centered=True, maximize=True))],
    *[("Rprop", o) for o in (dict(), dict(lr=0.1, etas=[0.4, 1.5], step_sizes=[0.06, 0.2]), dict(lr=0.1, maximize=True))],
    *[("Adagrad", o) for o in (dict(), dict(lr=0.1, lr_decay=0.1), dict(lr=0.1, initial_accumulator_value=0.5, weight_decay=0.1), dict(lr=0.1, maximize=True, eps=0.1))],
    *[("Adadelta", o) for o in (dict(), dict(lr=0.5, rho=0.5, weight_decay=0.1), dict(lr=0.5, eps=0.1, maximize=True))],
]
STEPS = 8  # RAdam begins to divide at the sixth


def number_or_list(value):
    if not torch.is_tensor(value):
        return value
    return value.item() if value.ndim == 0 else value.reshape(-1).tolist()


def trained(name, options):
    torch.manual_seed(0)
    w = torch.randn(2, 3, requires_grad=True)
    x = torch.randn(3, 2)
    opt = getattr(O, name)([w], **{k: tuple(v) if isinstance(v, list) else v for k, v in options.items()})
    text = repr(opt)
    for _ in range(STEPS):
        opt.zero_grad()
        (w @ x).pow(2).mean().backward()
        opt.step()
    kept = opt.state_dict()["state"].get(0, {})
    return dict(weights=w.detach().reshape(-1).tolist(), state={k: number_or_list(v) for k, v in kept.items()}, text=text)


def grouped():
    """Two groups with options of their own, and one that comes later."""
    torch.manual_seed(0)
    a, b, c = (torch.randn(3, requires_grad=True) for _ in range(3))
    opt = O.SGD([dict(params=[a], lr=0.01), dict(params=b, momentum=0.5)], lr=0.1, momentum=0.9)
    for i in range(3):
        if i == 1:
            opt.add_param_group(dict(params=c, weight_decay=0.5, lr=0.2))
        opt.zero_grad()
        (a * b * c).pow(2).sum().backward()
        opt.step()
    return dict(
        weights=[p.tolist() for p in (a, b, c)],
        text=repr(opt),
        params=[g["params"] for g in opt.state_dict()["param_groups"]],
        named=repr(O.Adam(torch.nn.Linear(2, 2).named_parameters())),
        scheduled=(lambda o: (S.OneCycleLR(o, 0.1, total_steps=10), repr(o))[1])(O.Adam([a])),
    )


# They end before the loss changes by no more than float32 rounds.
LBFGS = [dict(lr=0.5, tolerance_change=1e-4), dict(lr=0.1, max_iter=5), dict(line_search_fn="strong_wolfe", tolerance_change=1e-4), dict(line_search_fn="strong_wolfe", tolerance_grad=0.01), dict(line_search_fn="strong_wolfe", lr=3, max_iter=4, history_size=2), dict(history_size=2, lr=0.5, max_iter=10, max_eval=7)]


def minimized(options):
    """A small regression with a bend and a penalty, by three steps; the loss before each, and the weights."""
    torch.manual_seed(0)
    net = torch.nn.Linear(4, 3)
    x, y = torch.randn(6, 4), torch.randn(6, 3)
    opt = O.LBFGS(net.parameters(), **options)
    calls = 0

    def closure():
        nonlocal calls
        calls += 1
        opt.zero_grad()
        loss = (torch.tanh(net(x)) - 0.5 * y).pow(2).mean() + 0.05 * net.weight.pow(2).sum()
        loss.backward()
        return loss

    losses = [opt.step(closure).item() for _ in range(3)]
    state = next(iter(opt.state.values()))
    return dict(options=options, losses=losses, calls=calls, iterations=state["n_iter"], evaluations=state["func_evals"], weights=net.weight.detach().reshape(-1).tolist(), text=repr(opt))


W = lambda: torch.zeros(2, requires_grad=True)
SGD = lambda **o: O.SGD([W()], **o)
REFUSED = dict(
    negative_lr=lambda: O.SGD([W()], lr=-1),
    small_lr=lambda: O.Adam([W()], lr=-1e-5),
    momentum=lambda: O.SGD([W()], lr=0.1, momentum=-0.5),
    weight_decay=lambda: O.RMSprop([W()], weight_decay=-1),
    beta=lambda: O.Adam([W()], betas=(0.9, 1.0)),
    eps=lambda: O.Adamax([W()], eps=-1),
    etas=lambda: O.Rprop([W()], etas=(0.5, 0.9)),
    rho=lambda: O.Adadelta([W()], rho=1.5),
    nesterov=lambda: O.SGD([W()], nesterov=True),
    momentum_decay=lambda: O.NAdam([W()], momentum_decay=-1),
    accumulator=lambda: O.Adagrad([W()], initial_accumulator_value=-1),
    lr_decay=lambda: O.Adagrad([W()], lr_decay=-1),
    alpha=lambda: O.RMSprop([W()], alpha=-1),
    empty=lambda: O.SGD([]),
    tensor=lambda: O.SGD(W()),
    number=lambda: O.SGD([1]),
    module=lambda: O.SGD(torch.nn.Linear(1, 1)),
    non_leaf=lambda: O.SGD([W() * 2]),
    twice=lambda: (lambda w: O.SGD([dict(params=[w]), dict(params=[w])]))(W()),
    names=lambda: O.SGD([("a", W()), W()]),
    group_names=lambda: O.SGD([("a", W())]).add_param_group(dict(params=[W()])),
    groups=lambda: SGD().load_state_dict(O.SGD([dict(params=[W()]), dict(params=[W()])]).state_dict()),
    group_size=lambda: SGD().load_state_dict(O.SGD([W(), W()]).state_dict()),
    lbfgs_groups=lambda: O.LBFGS([dict(params=[W()]), dict(params=[W()])]),
    lambdas=lambda: S.LambdaLR(SGD(), [lambda e: 1, lambda e: 1]),
    constant=lambda: S.ConstantLR(SGD(), factor=2),
    linear_start=lambda: S.LinearLR(SGD(), start_factor=0),
    linear_end=lambda: S.LinearLR(SGD(), end_factor=2),
    restarts=lambda: S.CosineAnnealingWarmRestarts(SGD(), 0),
    restarts_mult=lambda: S.CosineAnnealingWarmRestarts(SGD(), 1, T_mult=0),
    factor=lambda: S.ReduceLROnPlateau(SGD(), factor=1.0),
    min_lr=lambda: S.ReduceLROnPlateau(SGD(), min_lr=[0, 0]),
    mode=lambda: S.ReduceLROnPlateau(SGD(), mode="least"),
    threshold_mode=lambda: S.ReduceLROnPlateau(SGD(), threshold_mode="percent"),
    total_steps=lambda: S.OneCycleLR(SGD(), 1.0),
    steps_zero=lambda: S.OneCycleLR(SGD(), 1.0, total_steps=0),
    strategy=lambda: S.OneCycleLR(SGD(), 1.0, total_steps=3, anneal_strategy="cubic"),
    too_many_steps=lambda: (lambda s: [s.step() for _ in range(3)])(S.OneCycleLR(SGD(), 1.0, total_steps=2)),
    max_lr=lambda: S.OneCycleLR(SGD(), [1.0, 2.0], total_steps=2),
    no_momentum=lambda: S.CyclicLR(O.Adagrad([W()]), 0.1, 1.0),
    cyclic_mode=lambda: S.CyclicLR(SGD(), 0.1, 1.0, mode="square"),
    resume=lambda: S.StepLR(SGD(), 1, last_epoch=3),
    milestones=lambda: (lambda o: S.SequentialLR(o, [S.ConstantLR(o)], [1]))(SGD()),
    no_schedulers=lambda: S.SequentialLR(SGD(), [], []),
    nothing_chained=lambda: S.ChainedScheduler([]),
    other_optimizer=lambda: S.SequentialLR(SGD(), [S.ConstantLR(SGD(lr=0.5)), S.ConstantLR(SGD())], [1]),
    plateau_in_sequence=lambda: (lambda o: S.SequentialLR(o, [S.ReduceLROnPlateau(o)], []))(SGD()),
)


def refusal(make):
    try:
        make()
    except Exception as e:
        return [type(e).__name__, e.args[0]]
    raise AssertionError("not refused")


SCHEDULERS = [
    ("StepLR", [3], dict(gamma=0.5)), ("MultiStepLR", [[2, 5, 5]], dict()), ("ExponentialLR", [0.9], dict()),
    ("ConstantLR", [], dict()), ("ConstantLR", [], dict(factor=0.5, total_iters=3)),
    ("PolynomialLR", [], dict()), ("PolynomialLR", [], dict(total_iters=8, power=2.0)),
    ("CosineAnnealingLR", [4], dict(eta_min=0.01)), ("CosineAnnealingWarmRestarts", [3], dict(T_mult=2, eta_min=0.01)),
    ("OneCycleLR", [1.0], dict(total_steps=12)), ("OneCycleLR", [1.0], dict(total_steps=12, anneal_strategy="linear", pct_start=0.5)),
    ("OneCycleLR", [1.0], dict(epochs=3, steps_per_epoch=4, three_phase=True, div_factor=5.0, final_div_factor=10.0)),
    ("OneCycleLR", [1.0], dict(total_steps=12, cycle_momentum=False)),
    ("CyclicLR", [0.1, 0.9], dict(step_size_up=3)), ("CyclicLR", [0.1, 0.9], dict(step_size_up=2, step_size_down=3, mode="triangular2", base_momentum=0.7, max_momentum=0.95)),
    ("CyclicLR", [0.1, 0.9], dict(step_size_up=2, mode="exp_range", gamma=0.9, cycle_momentum=False)),
    ("LinearLR", [], dict()), ("LinearLR", [], dict(start_factor=0.5, end_factor=0.8, total_iters=4)),
]
FUNCTIONS = dict(
    lambda_=lambda opt: S.LambdaLR(opt, lambda e: 0.9**e),
    lambda_each=lambda opt: S.LambdaLR(opt, [lambda e: 0.9**e, lambda e: 1 / (1 + e)]),
    multiplicative=lambda opt: S.MultiplicativeLR(opt, lambda e: 0.95 if e % 2 else 0.5),
    cyclic_function=lambda opt: S.CyclicLR(opt, 0.1, 0.9, step_size_up=2, scale_fn=lambda x: 1 / x, scale_mode="cycle"),
    sequential=lambda opt: S.SequentialLR(opt, [S.LinearLR(opt, 0.1, total_iters=4), S.ExponentialLR(opt, 0.9)], [4]),
    sequential_three=lambda opt: S.SequentialLR(opt, [S.ConstantLR(opt, 0.1, total_iters=2), S.CosineAnnealingLR(opt, 4), S.StepLR(opt, 2, gamma=0.5)], [2, 6]),
    sequential_restarts=lambda opt: S.SequentialLR(opt, [S.LinearLR(opt, 0.2, total_iters=3), S.CosineAnnealingWarmRestarts(opt, 2)], [3]),
    sequential_at_once=lambda opt: S.SequentialLR(opt, [S.ConstantLR(opt, 0.1), S.PolynomialLR(opt, 8)], [0]),
    sequential_nested=lambda opt: S.SequentialLR(opt, [S.SequentialLR(opt, [S.ConstantLR(opt, 0.1), S.ConstantLR(opt, 0.5)], [2]), S.MultiStepLR(opt, [2])], [5]),
    swa=lambda opt: O.swa_utils.SWALR(opt, 0.05, anneal_epochs=4),
    swa_linear=lambda opt: O.swa_utils.SWALR(opt, [0.05, 0.3], anneal_epochs=6, anneal_strategy="linear"),
    swa_at_once=lambda opt: O.swa_utils.SWALR(opt, 0.05, anneal_epochs=0),
    chained=lambda opt: S.ChainedScheduler([S.ConstantLR(opt, factor=0.1, total_iters=2), S.ExponentialLR(opt, gamma=0.9)]),
)
VALUES = [1.0, 0.9, 0.9, 0.9, 0.9, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8]
PLATEAUS = [
    dict(patience=1, factor=0.5, cooldown=1), dict(mode="max", patience=2, factor=0.5), dict(patience=0, factor=0.1, min_lr=0.01),
    dict(patience=0, threshold=0.2, factor=0.5), dict(patience=0, threshold=0.05, threshold_mode="abs", factor=0.5, cooldown=2),
    dict(mode="max", patience=0, threshold_mode="abs", factor=0.9, min_lr=[0.1, 0.3]), dict(patience=0, factor=0.5, eps=0.1), dict(mode="max", patience=0, threshold=0.05, factor=0.5),
]


def rates(make, values=None):
    """Rates and momenta of two groups over twelve epochs, and what the scheduler keeps."""
    opt = O.SGD([dict(params=[W()]), dict(params=[W()], lr=0.2)], lr=0.5, momentum=0.9)
    schedule = make(opt)
    out = []
    for i in range(12):
        assert values or schedule.get_last_lr() == [g["lr"] for g in opt.param_groups]
        out.append([[g["lr"], g["momentum"]] for g in opt.param_groups])
        opt.step()
        if i < 11:
            schedule.step(*([values[i]] if values else []))
    return out


def to(epochs, make):
    opt = SGD(lr=0.5)
    schedule = make(opt)
    return [(schedule.step(e), opt.param_groups[0]["lr"])[1] for e in epochs]


def averaged(**options):
    """Weights and running means of an averaged model after three updates, the third anew over two batches."""
    torch.manual_seed(0)
    net = torch.nn.Sequential(torch.nn.Linear(3, 2), torch.nn.BatchNorm1d(2))
    opt = SGD_of(net)
    model = O.swa_utils.AveragedModel(net, **options)
    x = torch.randn(8, 3)
    for _ in range(3):
        opt.zero_grad()
        (net(x) - x[:, :2]).pow(2).sum().backward()
        opt.step()
        model.update_parameters(net)
    kept = {k: number_or_list(v) for k, v in model.state_dict().items()}
    O.swa_utils.update_bn([x[:4], (x[4:], None)], model)
    return dict(state=kept, renewed={k: number_or_list(v) for k, v in model.state_dict().items()})


SGD_of = lambda net: O.SGD(net.parameters(), lr=0.1)
U = O.swa_utils
AVERAGED = dict(
    mean=dict(), ema=dict(avg_fn=U.get_ema_avg_fn(0.9)), ema_multi=dict(multi_avg_fn=U.get_ema_multi_avg_fn(0.9)), mean_multi=dict(multi_avg_fn=U.get_swa_multi_avg_fn()), buffers=dict(use_buffers=True),
)
EPOCHS = [0, 0.5, 2.25, 7, 3.5]
json.dump(
    {
        "steps": STEPS,
        "optimizers": [dict(name=n, options=o, **trained(n, o)) for n, o in OPTIMIZERS],
        "groups": grouped(),
        "lbfgs": [minimized(o) for o in LBFGS],
        "refused": {name: refusal(make) for name, make in REFUSED.items()},
        "schedulers": [dict(name=n, args=a, options=o, rates=rates(lambda opt: getattr(S, n)(opt, *a, **o))) for n, a, o in SCHEDULERS],
        "functions": {name: rates(make) for name, make in FUNCTIONS.items()},
        "averaged": {name: averaged(**o) for name, o in AVERAGED.items()},
        "plateaus": [dict(options=o, rates=rates(lambda opt: S.ReduceLROnPlateau(opt, **o), VALUES)) for o in PLATEAUS],
        "plateauValues": VALUES,
        "fractional": dict(epochs=EPOCHS, once=to(EPOCHS, lambda o: S.CosineAnnealingWarmRestarts(o, 3)), doubled=to(EPOCHS, lambda o: S.CosineAnnealingWarmRestarts(o, 2, T_mult=2))),
        "closed": {n: to([2, 5, 1, 7], lambda o: getattr(S, n)(o, *a)) for n, a in (("StepLR", [2]), ("MultiStepLR", [[2, 4]]), ("ConstantLR", [0.5, 4]), ("LinearLR", [0.5]), ("ExponentialLR", [0.9]), ("PolynomialLR", [6]), ("CosineAnnealingLR", [4]))},
    },
    open("expected.json", "w"),
)
open("expected.json", "a").write("\n")
