"""What PyTorch's data loading gives: `expected.json` beside this file.

    python -m venv venv && venv/bin/pip install torch
    venv/bin/python generate.py expected.json

Made with PyTorch 2.13.0. Each case is named as in `data.test.ts`. After `manual_seed(0)` it gives its value, and `next`
is what the default generator gives afterwards, which shows that as much was drawn from it.
"""
import json, sys, warnings
import torch
from torch.utils.data import *

warnings.simplefilter("ignore")
cases = {}


def plain(value):
    if isinstance(value, torch.Tensor):
        return {"dtype": str(value.dtype), "values": value.tolist()}
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    return value


def case(name, run):
    torch.manual_seed(0)
    try:
        value = {"value": plain(run())}
    except BaseException as error:
        value = {"error": type(error).__name__, "message": str(error)}
    cases[name] = {**value, "next": torch.randint(0, 1000000, (1,)).item()}


gen = lambda seed=7: torch.Generator().manual_seed(seed)
count = lambda n: [float(i) + 0.5 for i in range(n)]
tens = [i * 10 for i in range(10)]


class Table(Dataset):
    def __len__(self):
        return 7

    def __getitem__(self, i):
        return torch.tensor([i, i + 0.5]), i


class Noisy(Table):
    def __getitem__(self, i):
        return torch.rand(2), i


class Stream(IterableDataset):
    def __iter__(self):
        return iter(range(7))


class SizedStream(Stream):
    def __len__(self):
        return 7


def epochs(loader, n=2):
    return [list(loader) for _ in range(n)]


table = Table()
x, y = torch.arange(14.0).view(7, 2), torch.arange(7)
case("batches", lambda: list(DataLoader(table, batch_size=3)))
case("drop last", lambda: list(DataLoader(table, 3, drop_last=True)))
case("shuffle", lambda: epochs(DataLoader(table, 3, True)))
case("shuffle, own generator", lambda: epochs(DataLoader(table, 3, shuffle=True, generator=gen())))
case("single samples", lambda: list(DataLoader(table, batch_size=None)))
case("shuffled single samples", lambda: list(DataLoader(tens, batch_size=None, shuffle=True)))
case("noise", lambda: epochs(DataLoader(Noisy(), 3, shuffle=True)))
case("tensors", lambda: list(DataLoader(TensorDataset(x, y), 4, shuffle=True)))
case("subset of tensors", lambda: list(DataLoader(Subset(TensorDataset(x, y), [5, 1, 1, 0]), 3)))
case("stream", lambda: list(DataLoader(Stream(), 3)))
case("stream, drop last", lambda: list(DataLoader(Stream(), 3, drop_last=True)))
case("stream, single", lambda: list(DataLoader(Stream(), batch_size=None)))
case("two loops at once", lambda: [[plain(a), plain(b)] for loader in [DataLoader(tens, 4, shuffle=True)] for a in loader for b in loader])
case("begun and left", lambda: next(iter(DataLoader(tens, 4, shuffle=True))))
case("iterator made, not asked", lambda: str(type(iter(DataLoader(tens, 4, shuffle=True))))[:6])
case("collate_fn", lambda: list(DataLoader(tens, 4, collate_fn=sum)))
case("sampler", lambda: list(DataLoader(tens, 4, sampler=[3, 1, 4, 1, 5])))
case("batch_sampler", lambda: list(DataLoader(tens, batch_sampler=[[3, 1], [4], [1, 5, 9]])))
for name, dataset, kw in [("7 by 3", table, {}), ("7 by 3, drop last", table, {"drop_last": True}), ("stream", SizedStream(), {}), ("stream, drop last", SizedStream(), {"drop_last": True})]:
    case("length " + name, lambda: len(DataLoader(dataset, 3, **kw)))
case("length single", lambda: len(DataLoader(table, batch_size=None)))
case("length batch_sampler", lambda: len(DataLoader(table, batch_sampler=[[1], [2]])))

case("workers", lambda: [[plain(b) for b in DataLoader(Noisy(), 2, shuffle=True, num_workers=2)] for _ in range(2)])
case("workers, three", lambda: list(DataLoader(Noisy(), 1, num_workers=3, generator=gen())))

case("sequential", lambda: list(SequentialSampler(tens)))
case("random", lambda: list(RandomSampler(tens)))
case("random, own generator", lambda: list(RandomSampler(tens, generator=gen())))
case("random, replacement", lambda: list(RandomSampler(tens, replacement=True)))
case("random, replacement, 70", lambda: list(RandomSampler(tens, True, 70)))
case("random, 25", lambda: list(RandomSampler(tens, num_samples=25)))
case("random, 4", lambda: list(RandomSampler(tens, num_samples=4, generator=gen())))
case("random subset", lambda: list(SubsetRandomSampler([9, 8, 7, 6, 5])))
case("random subset, own generator", lambda: list(SubsetRandomSampler([9, 8, 7, 6, 5], gen())))
weights = [0.1, 0.9, 0.4, 0.7, 3.0, 0.6]
case("weighted", lambda: list(WeightedRandomSampler(weights, 40)))
case("weighted, one", lambda: [list(WeightedRandomSampler(weights, 1)) for _ in range(5)])
case("weighted, without replacement", lambda: list(WeightedRandomSampler(weights, 5, replacement=False)))
case("weighted, own generator", lambda: list(WeightedRandomSampler(weights, 6, replacement=False, generator=gen())))
case("weighted, zeros", lambda: list(WeightedRandomSampler([0.0, 1.0, 0.0, 2.0, 0.0], 20)))
case("weighted, many", lambda: list(WeightedRandomSampler([float(i % 5) for i in range(50)], 30, replacement=False)))
case("batch sampler", lambda: [list(BatchSampler(SequentialSampler(tens), 3, drop)) for drop in (False, True)])
case("batch sampler lengths", lambda: [len(BatchSampler(SequentialSampler(tens), 3, drop)) for drop in (False, True)])
case("batch sampler exact", lambda: list(BatchSampler(SequentialSampler(tens[:6]), 3, False)))

split = lambda *a, **k: [list(part.indices) for part in random_split(*a, **k)]
case("split", lambda: split(tens, [7, 3]))
case("split, own generator", lambda: split(tens, [3, 7], generator=gen()))
case("split by fractions", lambda: split(list(range(30)), [0.3, 0.3, 0.4], generator=gen()))
case("split by fractions, rest", lambda: split(list(range(11)), [0.5, 0.25, 0.25]))
case("split all", lambda: split(tens, [1.0]))
case("split, wrong sum", lambda: split(tens, [3, 3]))
case("split, wrong fraction", lambda: split(tens, [-0.5, 1.5]))
case("split, fractions beyond 1", lambda: split(tens, [0.6, 0.6]))

concat = ConcatDataset([tens, [1, 2, 3], tens[:2]])
case("concat", lambda: [concat[i] for i in range(len(concat))] + [concat[-1], concat[-15]])
case("concat, sizes", lambda: concat.cumulative_sizes)
case("concat, too far back", lambda: concat[-16])
case("concat, beyond", lambda: concat[15])
case("concat, nothing", lambda: ConcatDataset([]))
case("concat, stream", lambda: ConcatDataset([Stream()]))
case("sum of datasets", lambda: [plain(s) for s in DataLoader(table + table, 5)])
case("subset", lambda: [table_sample[1] for table_sample in (Subset(table, [6, 0, 3])[i] for i in range(3))])
case("tensor dataset", lambda: TensorDataset(x, y)[2])
case("tensor dataset, length", lambda: len(TensorDataset(x, y)))
case("tensor dataset, mismatch", lambda: TensorDataset(x, y[:3]))

collate = default_collate
case("collate ints", lambda: collate([1, 2, 3]))
case("collate floats", lambda: collate([1.5, 2.0]))
case("collate bools", lambda: collate([True, False]))
case("collate strings", lambda: collate(["a", "b"]))
case("collate tensors", lambda: collate([torch.ones(2, 1), torch.zeros(2, 1)]))
case("collate uint8", lambda: collate([torch.ones(2, dtype=torch.uint8)] * 2))
case("collate records", lambda: collate([{"a": 1, "b": ["x", 0.5]}, {"a": 2, "b": ["y", 1.5]}]))
case("collate lists", lambda: collate([[1, torch.tensor(2.0)], [3, torch.tensor(4.0)]]))
case("collate unequal lists", lambda: collate([[1, 2], [3]]))
case("collate unequal tensors", lambda: collate([torch.ones(2), torch.ones(3)]))
case("collate None", lambda: collate([None, None]))
case("collate missing key", lambda: collate([{"a": 1}, {"b": 1}]))
case("collate number and text", lambda: collate([1, "a"]))

kinds = {
    "workers below 0": lambda: DataLoader(tens, num_workers=-1),
    "prefetch without workers": lambda: DataLoader(tens, prefetch_factor=2),
    "prefetch below 0": lambda: DataLoader(tens, num_workers=1, prefetch_factor=-2),
    "sampler and shuffle": lambda: DataLoader(tens, shuffle=True, sampler=[1]),
    "batch_sampler and batch_size": lambda: DataLoader(tens, 2, batch_sampler=[[1]]),
    "single and drop_last": lambda: DataLoader(tens, batch_size=None, drop_last=True),
    "batch size 0": lambda: DataLoader(tens, 0),
    "batch size 1.5": lambda: DataLoader(tens, 1.5),
    "stream and shuffle": lambda: DataLoader(Stream(), shuffle=True),
    "stream and sampler": lambda: DataLoader(Stream(), sampler=[1]),
    "stream and batch_sampler": lambda: DataLoader(Stream(), batch_sampler=[[1]]),
    "stream without length": lambda: len(DataLoader(Stream(), 3)),
    "shuffle of nothing": lambda: DataLoader([], shuffle=True),
    "samples below 1": lambda: RandomSampler(tens, num_samples=0),
    "weighted samples below 1": lambda: WeightedRandomSampler(weights, 0),
    "more than there are": lambda: list(WeightedRandomSampler(weights, 7, replacement=False)),
    "negative weights": lambda: list(WeightedRandomSampler([1.0, -1.0], 2)),
    "no weights": lambda: list(WeightedRandomSampler([0.0, 0.0], 2)),
    "no weights, without replacement": lambda: list(WeightedRandomSampler([0.0, 0.0], 2, replacement=False)),
    "batch sampler size": lambda: BatchSampler(tens, 0, False),
    "batch sampler drop": lambda: BatchSampler(tens, 2, 1),
    "index beyond": lambda: list(DataLoader(tens, sampler=[10])),
}
for name, run in kinds.items():
    case(name, run)

with open(sys.argv[1], "w") as out:
    rows = ",\n".join(f"{json.dumps(name)}: {json.dumps(value)}" for name, value in cases.items())
    out.write("{\n" + rows + "\n}\n")
