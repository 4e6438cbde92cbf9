"""Autograd's rules and refusals as PyTorch has them: `python generate.py` writes expected.json; autograd.test.ts has the same cases."""
import torch, json
rows={}
def case(name):
    def deco(f):
        torch.manual_seed(0)
        try:
            r=f(); rows[name]={"result": r}
        except Exception as e:
            rows[name]={"error":[type(e).__name__, str(e).split("\nException raised")[0]]}
        return f
    return deco
T=lambda v,**k: torch.tensor(v,dtype=torch.float64,**k)
leaf=lambda *v: torch.tensor(list(v),dtype=torch.float64,requires_grad=True)
def L(t): return None if t is None else t.tolist()
@case("grad_shape")
def _():
    x=leaf(1,2); x.grad=T([1.,2,3])
@case("grad_dtype")
def _():
    x=leaf(1,2); x.grad=torch.tensor([1.,2.])
@case("grad_self")
def _():
    x=leaf(1,2); x.grad=x
@case("requires_grad_int")
def _(): torch.tensor([1,2]).requires_grad_()
@case("requires_grad_int_option")
def _(): torch.tensor([1,2],requires_grad=True)
@case("requires_grad_off_nonleaf")
def _(): (leaf(1)*2).requires_grad_(False)
@case("detach_shares")
def _():
    x=leaf(1,2); y=x.detach(); y.add_(1); return [L(x), y.requires_grad, x._version]
@case("detach_inplace")
def _():
    x=leaf(1,2); y=x*2; y.detach_(); return [y.requires_grad, y.is_leaf, y.grad_fn is None]
@case("detach_inplace_view")
def _():
    x=leaf(1,2); y=(x*2)[0]; y.detach_()
@case("backward_twice")
def _():
    x=leaf(1,2); y=(x*x).sum(); y.backward(); y.backward()
@case("backward_twice_no_saved")
def _():
    x=leaf(1,2); y=(x+1).sum(); y.backward(); y.backward(); return L(x.grad)
@case("backward_nonscalar")
def _(): (leaf(1,2)*2).backward()
@case("backward_grad_shape")
def _(): (leaf(1,2)*2).backward(T([1.,2,3]))
@case("backward_grad_dtype")
def _():
    x=leaf(1,2); (x*2).backward(torch.tensor([1.,2.])); return [L(x.grad), str(x.grad.dtype)]
@case("backward_int_root")
def _(): torch.tensor(3).backward()
@case("grad_unused")
def _():
    x,y=leaf(1),leaf(2); torch.autograd.grad(x*2,[x,y])
@case("grad_allow_unused")
def _():
    x,y=leaf(1),leaf(2); return [L(g) for g in torch.autograd.grad(x*2,[x,y],allow_unused=True)]
@case("grad_materialize")
def _():
    x,y=leaf(1),leaf(2); return [L(g) for g in torch.autograd.grad(x*2,[x,y],materialize_grads=True)]
@case("grad_materialize_not_unused")
def _():
    x,y=leaf(1),leaf(2); torch.autograd.grad(x*2,[x,y],materialize_grads=True,allow_unused=False)
@case("grad_not_requiring")
def _():
    x=leaf(1); torch.autograd.grad(x*2,[torch.ones(1)])
@case("grad_empty_inputs")
def _(): torch.autograd.grad(leaf(1)*2,[])
@case("grad_root_no_grad")
def _(): torch.autograd.grad(torch.ones(1),[leaf(1)])
@case("grad_shape_mismatch")
def _():
    x=leaf(1,2); torch.autograd.grad(x*2,x,T([1.]))
@case("grad_intermediate")
def _():
    x=leaf(1,2); y=x*3; return [L(g) for g in torch.autograd.grad((y*y).sum(),[y,x])]
@case("grad_output_itself")
def _():
    x=leaf(1,2); y=(x*3).sum(); return [L(g) for g in torch.autograd.grad(y,[y,x])]
@case("backward_inputs")
def _():
    x,y=leaf(1),leaf(2); (x*y).backward(inputs=[x]); return [L(x.grad), L(y.grad)]
@case("backward_inputs_empty")
def _(): (leaf(1)*2).backward(inputs=[])
@case("backward_inputs_nonleaf")
def _():
    x=leaf(2); y=x*3; (y*y).backward(inputs=[y]); return [L(x.grad), L(y.grad)]
@case("hook_returns")
def _():
    x=leaf(1,2); x.register_hook(lambda g: g*2); (x*3).sum().backward(); return L(x.grad)
@case("hook_no_grad")
def _(): torch.ones(2).register_hook(lambda g: g)
@case("hook_order")
def _():
    x=leaf(1.); o=[]; y=x*1; y.register_hook(lambda g: o.append(1)); y.retain_grad(); y.register_hook(lambda g: g*5); (y*2).backward(); return [o, L(y.grad), L(x.grad)]
@case("hook_before_inplace")
def _():
    x=leaf(1.,2.); o=[]; y=x*1; y.register_hook(lambda g: o.append(g.tolist())); y.mul_(3); y.register_hook(lambda g: o.append(g.tolist())); y.sum().backward(); return o
@case("retain_grad_inplace")
def _():
    x=leaf(1.,2.); y=x*1; y.retain_grad(); y.mul_(3); y.sum().backward(); return [L(y.grad), L(x.grad)]
@case("retain_grad_no_grad")
def _(): torch.ones(2).retain_grad()
@case("retains_grad")
def _():
    x=leaf(1.); y=x*2; a=y.retains_grad; y.retain_grad(); x.retain_grad(); return [a, y.retains_grad, x.retains_grad]
@case("post_accumulate")
def _():
    x=leaf(1,2); o=[]; h=x.register_post_accumulate_grad_hook(lambda t: o.append(t.grad.tolist())); (x*3).sum().backward(); (x*4).sum().backward(); h.remove(); (x*4).sum().backward(); return o
@case("post_accumulate_nonleaf")
def _(): (leaf(1)*2).register_post_accumulate_grad_hook(lambda t: None)
@case("post_accumulate_no_grad")
def _(): torch.ones(2).register_post_accumulate_grad_hook(lambda t: None)
@case("inplace_view_of_leaf")
def _():
    x=leaf(1,2); x[0].mul_(2)
@case("inplace_leaf")
def _(): leaf(1,2).mul_(2)
@case("inplace_view_no_grad")
def _():
    x=leaf(1,2)*1
    with torch.no_grad(): v=x[0]
    v.mul_(2)
@case("inplace_unbind")
def _():
    x=leaf(1,2)*1; x.unbind(0)[1].mul_(2)
@case("leaf_from_inplace")
def _():
    a=torch.zeros(3,dtype=torch.float64); a[0]=leaf(5.)[0]; return [a.requires_grad, a.grad_fn.name()]
@case("expand_inplace")
def _():
    x=torch.ones(1).expand(3); x.add_(1)
@case("grad_accumulate_new")
def _():
    x=leaf(1,2); (x*2).sum().backward(); g=x.grad; (x*2).sum().backward(); return [L(x.grad), g is x.grad]
@case("grad_accumulate_create_graph")
def _():
    x=leaf(1,2); (x*x).sum().backward(create_graph=True); g=x.grad; (x*x).sum().backward(create_graph=True); return [L(x.grad), g is x.grad, x.grad.requires_grad]
@case("grad_strides_expanded")
def _():
    x=torch.ones(2,3,dtype=torch.float64).requires_grad_(); x.sum().backward(); return list(x.grad.stride())
class Sq(torch.autograd.Function):
    @staticmethod
    def forward(ctx,x,k): ctx.save_for_backward(x); ctx.k=k; ctx.needs=ctx.needs_input_grad; return x*x*k
    @staticmethod
    def backward(ctx,g): (x,)=ctx.saved_tensors; return 2*x*g*ctx.k, None
@case("function_needs")
def _():
    x=leaf(3); y=Sq.apply(x,2); y.backward(); return [L(x.grad), y.grad_fn.name()]
@case("function_count_few")
def _():
    class F1(torch.autograd.Function):
        @staticmethod
        def forward(ctx,x,y): return x*y
        @staticmethod
        def backward(ctx,g): return g
    F1.apply(leaf(1),leaf(2)).backward()
@case("function_count_many")
def _():
    class F1(torch.autograd.Function):
        @staticmethod
        def forward(ctx,x): return x*2
        @staticmethod
        def backward(ctx,g): return g,g
    F1.apply(leaf(1)).backward()
@case("function_count_many_none")
def _():
    class F1(torch.autograd.Function):
        @staticmethod
        def forward(ctx,x): return x*2
        @staticmethod
        def backward(ctx,g): return g,None
    x=leaf(1); F1.apply(x).backward(); return L(x.grad)
@case("function_wrong_shape")
def _():
    class F1(torch.autograd.Function):
        @staticmethod
        def forward(ctx,x): return x*2
        @staticmethod
        def backward(ctx,g): return torch.ones(3)
    F1.apply(leaf(1,2)).sum().backward()
@case("function_grad_for_nontensor")
def _():
    class F1(torch.autograd.Function):
        @staticmethod
        def forward(ctx,x,k): return x*k
        @staticmethod
        def backward(ctx,g): return g,g
    F1.apply(leaf(1),2).backward()
@case("function_materialize")
def _():
    o=[]
    class F1(torch.autograd.Function):
        @staticmethod
        def forward(ctx,x): return x*1, x*2
        @staticmethod
        def backward(ctx,a,b): o.append([L(a),L(b)]); return a
    x=leaf(1.); F1.apply(x)[0].backward(); return o
@case("function_no_materialize")
def _():
    o=[]
    class F1(torch.autograd.Function):
        @staticmethod
        def forward(ctx,x): ctx.set_materialize_grads(False); return x*1, x*2
        @staticmethod
        def backward(ctx,a,b): o.append([L(a),L(b)]); return a
    x=leaf(1.); F1.apply(x)[0].backward(); return o
@case("function_nondifferentiable")
def _():
    class F1(torch.autograd.Function):
        @staticmethod
        def forward(ctx,x): a,b=x*1,x*2; ctx.mark_non_differentiable(b); return a,b
        @staticmethod
        def backward(ctx,a,b): return a
    a,b=F1.apply(leaf(1.)); return [a.requires_grad,b.requires_grad]
@case("function_mark_dirty")
def _():
    class F1(torch.autograd.Function):
        @staticmethod
        def forward(ctx,x): x.mul_(3); ctx.mark_dirty(x); return x
        @staticmethod
        def backward(ctx,g): return g*3
    x=leaf(1.,2.); y=x*1; z=F1.apply(y); z.sum().backward(); return [z is y, y.grad_fn.name(), L(x.grad), y._version]
@case("function_dirty_leaf")
def _():
    class F1(torch.autograd.Function):
        @staticmethod
        def forward(ctx,x): x.mul_(3); ctx.mark_dirty(x); return x
        @staticmethod
        def backward(ctx,g): return g*3
    F1.apply(leaf(1.))
@case("function_double")
def _():
    x=leaf(3.); y=Sq.apply(x,2); g,=torch.autograd.grad(y,x,create_graph=True); g.backward(); return L(x.grad)
@case("function_second_time")
def _():
    y=Sq.apply(leaf(3.),2); y.backward(); y.backward()
@case("function_saved_modified")
def _():
    x=leaf(3.)*1; y=Sq.apply(x,2); x.mul_(2); y.backward()
@case("version_counts")
def _():
    x=torch.ones(3); v=x[0]; v.add_(1); x.mul_(2); return [x._version, v._version, x.detach()._version, x.clone()._version]
@case("set_grad_enabled")
def _():
    x=leaf(1.)
    with torch.no_grad():
        with torch.enable_grad(): y=x*2
        z=x*2
    return [y.requires_grad, z.requires_grad]
@case("no_grad_created_leaf")
def _():
    with torch.no_grad(): a=torch.ones(1,requires_grad=True); b=a*2
    return [a.requires_grad,b.requires_grad]
@case("clone_grad_flow")
def _():
    x=leaf(1.,2.); x.clone().mul_(3).sum().backward(); return L(x.grad)
@case("is_leaf_rules")
def _():
    a=torch.ones(1); b=a*2; c=leaf(1.); d=c*2; e=d.detach(); return [a.is_leaf,b.is_leaf,c.is_leaf,d.is_leaf,e.is_leaf]
@case("set_on_leaf")
def _():
    x=leaf(1.,2.); x[0]=3
@case("set_under_no_grad")
def _():
    x=leaf(1.,2.)
    with torch.no_grad(): x[0]=3
    return L(x)
@case("inplace_on_saved_under_no_grad")
def _():
    x=leaf(1.,2.); y=(x*x).sum()
    with torch.no_grad(): x.mul_(2)
    y.backward()
with open("expected.json", "w") as f:
    json.dump(rows, f, indent=1)
    f.write("\n")
print(len(rows), "cases")
