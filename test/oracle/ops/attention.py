"""F.scaled_dot_product_attention: the fused path and the one made of products, masks, heads that share keys, layouts, errors."""


def fill(case, t, v):
    fn = "F.scaled_dot_product_attention"
    B = {"dtype": "bool"}
    N = {"grad": False}
    q, k = t(2, 3, 4, 5), t(2, 3, 6, 5)

    # --- fused: four dimensions, equal sizes of heads
    case(fn, q, k, k)
    case(fn, q, k, k, is_causal=True)
    case(fn, t(1, 2, 3, 4), t(1, 2, 3, 4), t(1, 2, 3, 4), is_causal=True, scale=0.3)
    case(fn, q, k, k, t(4, 6, **N))
    case(fn, q, k, k, t(4, 6, **B))
    case(fn, q, k, k, t(2, 1, 1, 6, **N))
    case(fn, q, k, k, t(2, 3, 4, 6, **B))
    case(fn, q, k, k, t(1, 6, **N), is_causal=True)
    case(fn, q, k, k, t(4, 6, dtype="bool", high=1))
    case(fn, q, k, k, scale=-2.0)
    case(fn, t(1, 1, 1, 1), t(1, 1, 1, 1), t(1, 1, 1, 1))
    case(fn, t(2, 6, 2, 3), t(2, 3, 4, 3), t(2, 3, 4, 3), enable_gqa=True)
    case(fn, t(2, 4, 3, 2), t(2, 1, 3, 2), t(2, 1, 3, 2), None, 0.0, True, enable_gqa=True)
    case(fn, t(2, 3, 4, 5, make="rand", dtype="float64"), t(2, 3, 6, 5, make="rand", dtype="float64"), t(2, 3, 6, 5, make="rand", dtype="float64"))
    case(fn, t(4, 2, 3, 5, **{"as": "expand"}), t(4, 2, 3, 5), t(4, 2, 3, 5))
    case(fn, t(2, 3, 5, 4, 5, **{"as": "select"}), t(3, 5, 6, 5), t(3, 5, 6, 5))
    case(fn, t(2, 2, 3, 8, **{"as": "step"}), t(2, 2, 3, 4), t(2, 2, 3, 4))

    # --- made of products
    case(fn, t(3, 4, 5), t(3, 6, 5), t(3, 6, 5))
    case(fn, t(3, 4, 5), t(3, 6, 5), t(3, 6, 5), is_causal=True)
    case(fn, t(3, 4, 5), t(3, 6, 5), t(3, 6, 5), t(4, 6, **B))
    case(fn, t(3, 4, 5), t(3, 6, 5), t(3, 6, 5), t(4, 6, dtype="bool", high=1))
    case(fn, t(3, 4, 5), t(3, 6, 5), t(3, 6, 5), scale=-2.0)
    case(fn, t(4, 5), t(6, 5), t(6, 5))
    case(fn, t(4, 5), t(6, 5), t(6, 7), scale=0.5)
    case(fn, q, k, k, t(4, 6))
    case(fn, q, k, k, t(3, 4, 6, **N))
    case(fn, q, k, t(2, 3, 6, 7))
    case(fn, t(6, 4, 5), t(3, 6, 5), t(3, 6, 5), enable_gqa=True)
    case(fn, q, t(1, 3, 6, 5), t(1, 3, 6, 5))
    case(fn, t(2, 3, 4, 4, **{"as": "t"}), t(4, 3, 4, 2), t(4, 3, 4, 2))

    # --- nothing to attend to
    case(fn, t(1, 1, 2, 2), t(1, 1, 0, 2), t(1, 1, 0, 2))
    case(fn, t(1, 1, 0, 2), t(1, 1, 3, 2), t(1, 1, 3, 2))
    case(fn, t(3, 2, 2), t(3, 0, 2), t(3, 0, 4))

    # --- errors
    case(fn, t(2, 5, 4, 5), k, k, enable_gqa=True)
    case(fn, t(2, 6, 4, 5), k, k)
    case(fn, t(3, 4, 5), t(3, 6, 5), t(3, 6, 5), t(4, 6, **N), is_causal=True)
    case(fn, t(2, 3, 4, 5, make="rand", dtype="float64"), k, k)
    case(fn, t(5), t(5), t(5))
    case(fn, q, k, k, t(4, 6, dtype="int64"))
    case(fn, q, k, k, t(4, 6, dtype="float64", **N))
    case(fn, q, k, k, t(6, **N))
    case(fn, q, t(2, 3, 6, 4), k)
    case(fn, q, t(3, 3, 6, 5), t(3, 3, 6, 5))
    case(fn, q, k, k, t(4, 7, **N))
    case(fn, t(1, 1, 2, 2, dtype="int64"), t(1, 1, 2, 2, dtype="int64"), t(1, 1, 2, 2, dtype="int64"))
