"""Which masks PyTorch's stacks of Transformer layers know for causal ones: `python causal.py` writes causal.json, for causal.test.ts."""
import json
import torch
import torch.nn as nn

L = 3
INF = float("-inf")
causal = nn.Transformer.generate_square_subsequent_mask
MASKS = {
    "generated": lambda: causal(L),
    "triu of full": lambda: torch.triu(torch.full((L, L), INF), 1),
    "triu of ones as bool": lambda: torch.triu(torch.ones(L, L), 1).bool(),
    "masked fill": lambda: torch.zeros(L, L).masked_fill(torch.triu(torch.ones(L, L), 1).bool(), INF),
    "transposed tril": lambda: torch.tril(torch.full((L, L), INF), -1).t(),
    "part of a larger one": lambda: causal(L + 2)[:L, :L],
    "written": lambda: causal(L).index_fill_(1, torch.tensor([2]), 0.5),
    "written with the same": lambda: causal(L).clamp_(max=0.0),
    "finite": lambda: torch.triu(torch.full((L, L), -1e9), 1),
    "zeros": lambda: torch.zeros(L, L),
    "three dimensions": lambda: causal(L).expand(4, L, L),
    "none": lambda: None,
}


def saved(out):
    """Of each attention whether it keeps `is_causal`, and whether a mask; sorted."""
    seen, stack, found = set(), [out.grad_fn], []
    while stack:
        node = stack.pop()
        if node is None or node in seen:
            continue
        seen.add(node)
        if node.name().startswith("ScaledDot"):
            found.append([node._saved_is_causal, node._saved_attn_mask is not None])
        stack += [n for n, _ in node.next_functions]
    return sorted(found)


rows = {}
for name, make in MASKS.items():
    x = torch.randn(2, L, 8)
    encoder = nn.TransformerEncoder(nn.TransformerEncoderLayer(8, 2, 16, 0.0, batch_first=True), 1)
    decoder = nn.TransformerDecoder(nn.TransformerDecoderLayer(8, 2, 16, 0.0, batch_first=True), 1)
    rows[name] = {"encoder": saved(encoder(x, make())), "decoder": saved(decoder(x, x, make()))}

with open("causal.json", "w") as f:
    json.dump(rows, f, indent=1)
    f.write("\n")
