"""Result dtypes of ops over all pairs of dtypes, from PyTorch, into promotion.json.

    python promotion.py

Operands are tensors with a dimension (`int8`), without (`int8 0d`), or numbers (`True`, `1`, `1.5`). For each op a table:
left operand, then right operand, to the result's dtype or the error's text.
"""
import json, warnings
import torch

warnings.filterwarnings("ignore")
NAMES = ["bool", "uint8", "int8", "int16", "int32", "int64", "float16", "bfloat16", "float32", "float64"]
NUMBERS = {"True": True, "1": 1, "1.5": 1.5}


def operand(name):
    if name in NUMBERS:
        return NUMBERS[name]
    dtype, *rest = name.split(" ")
    return torch.ones([] if rest else [2], dtype=getattr(torch, dtype))


def name_of(result):
    dtype = result if isinstance(result, torch.dtype) else result.dtype
    return str(dtype).removeprefix("torch.")


MASK = torch.tensor([True, False])
OPS = {
    "resultType": torch.result_type,
    "add": torch.add,
    "sub": torch.sub,
    "mul": torch.mul,
    "div": torch.div,
    "floorDivide": torch.floor_divide,
    "remainder": torch.remainder,
    "fmod": torch.fmod,
    "pow": torch.pow,
    "eq": torch.eq,
    "lt": torch.lt,
    "where": lambda a, b: torch.where(MASK, a, b),
    "cat": lambda a, b: torch.cat([a.reshape(-1), b.reshape(-1)]),
    "stack": lambda a, b: torch.stack([a, b]),
    "maximum": torch.maximum,
    "logicalAnd": torch.logical_and,
    "bitwiseAnd": torch.bitwise_and,
    "lerp": lambda a, b: torch.lerp(a, b, 0.5),
    "addcmul": lambda a, b: torch.addcmul(a, b, b),
    "clamp": lambda a, b: torch.clamp(a, b, b),
    "maskedFill": lambda a, b: a.masked_fill(MASK, b),
    "add_": lambda a, b: a.clone().add_(b),
    "mul_": lambda a, b: a.clone().mul_(b),
    "div_": lambda a, b: a.clone().div_(b),
    "copy_": lambda a, b: a.clone().copy_(b),
    "dot": torch.dot,
    "outer": torch.outer,
}
# Which take plain numbers, to the right or (as functions) to the left.
NUMBER_RIGHT = {"resultType", "add", "sub", "mul", "div", "floorDivide", "remainder", "fmod", "pow", "eq", "lt", "where",
                "clamp", "maskedFill", "add_", "mul_", "div_", "bitwiseAnd"}
NUMBER_LEFT = {"resultType", "where", "pow"}
# For which operands without dimensions are tried on both sides, and those that want one to the right.
ZERO_D = {"resultType", "add", "div", "where", "pow", "cat", "lt"}
ZERO_D_RIGHT = {"maskedFill", "add_"}


def table(op, f):
    zero_d = [n + " 0d" for n in NAMES]
    lefts = NAMES + (zero_d if op in ZERO_D else []) + (list(NUMBERS) if op in NUMBER_LEFT else [])
    rights = [] if op == "maskedFill" else list(NAMES)
    rights += zero_d if op in ZERO_D | ZERO_D_RIGHT else []
    rights += list(NUMBERS) if op in NUMBER_RIGHT else []
    rows = {}
    for left in lefts:
        row = {}
        for right in rights:
            if left in NUMBERS and right in NUMBERS:
                continue
            # A boolean where PyTorch's signature says Scalar is the number 0 or 1 here.
            if "True" in (left, right) and op in ("remainder", "fmod", "pow", "clamp"):
                continue
            try:
                row[right] = name_of(f(operand(left), operand(right)))
            except Exception as e:  # noqa: BLE001
                row[right] = "! " + str(e).split("\n")[0]
        rows[left] = row
    return rows


tables = {op: table(op, f) for op, f in OPS.items()}
with open("promotion.json", "w") as out:
    lines = []
    for op, rows in tables.items():
        texts = ["    %s: %s" % (json.dumps(left), json.dumps(row, separators=(",", ":"))) for left, row in rows.items()]
        lines.append('  "%s": {\n%s\n  }' % (op, ",\n".join(texts)))
    out.write("{\n%s\n}\n" % ",\n".join(lines))
print(sum(len(r) for rows in tables.values() for r in rows.values()), "pairs")
