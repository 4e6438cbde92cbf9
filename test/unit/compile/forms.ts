/**
 * The syntax forms of TypeScript, each in a small program that says with `log` what it did. `wrap.test.ts` compares
 * the compiled program with the plain one, and its sites with `forms.golden.txt`.
 */
export interface Form {
  readonly title: string;
  readonly source: string;
  /** Node cannot run it yet: only the sites are compared. */
  readonly unrunnable?: boolean;
}

const form = (title: string, source: string, unrunnable = false): Form => ({
  title,
  source: source.replace(/^\n/, "").replace(/\n\s*$/, "\n"),
  unrunnable,
});

/** What the programs may use; also the first lines of each. */
export const globals = (log: (...values: unknown[]) => void) => {
  class Box {
    value: number;
    constructor(value = 0) {
      this.value = value;
    }
    add(other: number | Box): Box {
      return new Box(this.value + (typeof other === "number" ? other : other.value));
    }
    pair(): [Box, Box] {
      return [this, this.add(1)];
    }
    get twice(): Box {
      return new Box(this.value * 2);
    }
    toString(): string {
      return `Box(${this.value})`;
    }
    toJSON(): string {
      return String(this);
    }
  }
  return {
    log,
    Box,
    box: new Box(1),
    f: (...values: unknown[]) => {
      log("f", ...values);
      return values[0];
    },
    later: async (value: unknown) => value,
    obj: { n: 1, m: (...values: unknown[]) => values.length, self: { n: 2 }, none: undefined },
  };
};

export const forms: readonly Form[] = [
  // Members
  form("a key that is a sequence", `log([1, 2, 3][0, 2], ({ m: (x: number) => x + 1 })["n", "m"](4));`),
  form("a member of a member", `log(obj.self.n, [obj][0].n, obj["self"]["n"], obj /* . */ . self);`),

  // Calls
  form("call of a function", `log(f(box, 2));`),
  form("call without arguments", `log(f(/* none */));`),
  form(
    "trailing comma, comments and line breaks in a call",
    `log(\n  f // the function\n  (\n    box, // one\n    2,\n  ),\n);`,
  ),
  form("spread arguments", `const args = [1, 2]; log(f(...args, ...[box]));`),
  form("method call", `log(box.add(2));`),
  form("chain of methods on one line", `log(box.add(1).add(box).twice.add(3));`),
  form(
    "chain of methods over lines, with comments",
    `const y = box // start\n  .add(1) // one\n  /* and */ . /* then */ add /* two */ (2)\nlog(y)`,
  ),
  form("computed method", `const k = "add"; log(box[k](2), box["pair"]()[0]);`),
  form("call of what a call gave", `const g = () => (x: number) => x + 1; log(g()(2));`),
  form(
    "function called at once",
    `log((() => box)(), (function (this: unknown, x: number) { return [x, this === undefined]; })(1));`,
  ),
  form(
    "async function called at once",
    `log(await (async () => { const x = await later(box); return x; })());`,
  ),
  form(
    "method keeps its receiver",
    `const o = { n: 3, get() { return this.n; } }; log(o.get(), (o.get)(), (o.get as () => number)(), o.get!(), o!.get());`,
  ),
  form(
    "function loses its receiver",
    `const o = { get(this: unknown) { return this; } }; log((0, o.get)());`,
  ),
  form(
    "receiver, then arguments, once each",
    `const at = (x: string) => (log(x), box); log(at("receiver").add(at("a").value).add(at("b")));`,
  ),
  form(
    "computed key between receiver and arguments",
    `const at = <T>(x: T) => (log(x), x); log({ m: (x: number) => x }[at("m")](at(3)));`,
  ),
  form(
    "call of a call with type arguments",
    `const id = <T>(x: T): T => x; log(id<number>(1), id<Array<number>>([2]), obj.m<any>(1));`,
  ),
  form(
    "generic method over lines",
    `const o = { id<T>(x: T): T { return x; } };\nlog(o\n  .id<\n    number\n  >(3));`,
  ),
  form("eval is left alone", `const local = 3; log(eval("local + 1"));`),
  form("call that throws", `try { (obj as any).missing(1); } catch (e) { log(e instanceof TypeError); }`),

  // new
  form("new", `log(new Box(3));`),
  form("new without parentheses", `const b = new Box; log(b, new Box, (new Box).value, new Box().value);`),
  form(
    "new of a member, a call and an expression",
    `const ns = { Box, make: () => Box }; log(new ns.Box(1), new (ns.make())(2), new (ns["Box"])(3));`,
  ),
  form("new with type arguments", `log(new Map<string, Array<number>>([["a", [1]]]).size, new Set<number>);`),
  form(
    "new.target",
    `function C(this: unknown) { log(new.target === C); } new (C as any)(); class D { constructor() { log(new.target === D); } } new D();`,
  ),
  form(
    "nested new",
    `class Seq { items: unknown[]; constructor(...items: unknown[]) { this.items = items; } }\nconst net = new Seq(new Box(1), new Seq(new Box(2)));\nlog(net);`,
  ),

  // Reads
  form("reads of members", `log(box.value, box["value"], box.twice.twice, obj.self.n);`),
  form("constants are not read", `log(Math.PI, undefined, Number.MAX_VALUE, Math.max(1, 2), NaN);`),
  form("a local that hides a global", `{ const Math = { PI: 3 }; log(Math.PI); } log(Math.floor(Math.PI));`),
  form("operands", `const a = 1, b = 2; log(a + b * -a, a < b && !b, a ?? b, ~a, +b, a ** 2, void a);`),
  form("conditional", `const a = 1; log(a ? box : a, a === 1 ? box.add(1) : f(a));`),
  form(
    "array and object literals",
    `const a = 1; log([a, , ...[a], box], { a, b: box, [a]: a, "c d": a, ...{ a }, m() { return a; } });`,
  ),
  form("templates", `const a = 1; log(\`\${a} and \${box.add(a)} and \${\`\${a}\`}\`);`),
  form(
    "tagged template",
    `const tag = (parts: TemplateStringsArray, ...xs: unknown[]) => [parts.raw.join(), ...xs]; const o = { tag }; log(tag\`a\${box}b\`, o.tag\`\${1}\`);`,
  ),
  form("comma", `let a = 1; log((a++, a)); for (let i = 0, j = 1; i < j; i++, log(i, j)) a += i;`),
  form(
    "typeof of what does not exist",
    `log(typeof missing, typeof box, typeof box.value, typeof (obj as any).a?.b);`,
  ),
  form(
    "delete and in",
    `const o: any = { a: { b: 1 }, c: 2 }; delete o.a.b; delete o["c"]; delete o?.a; log(o, "a" in o);`,
  ),
  form("update", `let i = 0; const o = { n: 1 }; i++; --o.n; o["n"]++; log(i++, ++i, o.n--);`),
  form("this", `class C { n = 1; get() { return this; } me = this; } log(new C().get().n, new C().me.n);`),
  form(
    "__proto__",
    `const __proto__ = { p: 1 }; log(Object.keys({ __proto__ }), ({ __proto__: { p: 2 } } as any).p);`,
  ),
  form("regular expressions and numbers", `log(/a/.test("a"), 1..toFixed(1), "x".length, (5).toString());`),
  form("import.meta", `log(import.meta.url.length > 0);`, true),

  // Optional chains
  form("optional members", `const o: any = null; log(o?.a.b.c, obj?.self?.n, o?.[f("never")]);`),
  form(
    "optional calls",
    `const o: any = obj; log(o.m?.(1, 2), o.none?.(f("never")), o?.m(1), o?.self.m?.(1), o.none?.a.b(f("never")).c);`,
  ),
  form("optional call of a function", `const g: any = undefined; log(g?.(f("never")), f?.(1));`),
  form("short circuit over !", `const o: any = undefined; log(o?.a!.b.c, o?.a!());`),
  form(
    "parentheses end a chain",
    `const o: any = { a: { b: () => 5 } }; log((o?.a).b(), (o?.a.b)()); try { log((o.x?.y).z); } catch (e) { log(e instanceof TypeError); }`,
  ),
  form(
    "receiver of an optional call",
    `const o = { n: 7, get() { return this.n; } }; log(o?.get(), o.get?.(), (o?.get)(), o?.["get"]?.());`,
  ),
  form(
    "await inside of a chain",
    `const o: any = { m: (x: unknown) => x }; log(await o?.m(await later(box)), o?.m(1));`,
  ),
  form("calls at the head of a chain", `log((f(obj) as any)?.m(f(2)), box.add(1)?.add(2).value);`),

  // Variables
  form("variables", `const a = box; let b = a.add(1), c; var d = 3; log(a, b, c, d);`),
  form(
    "destructured variables",
    `const [a, , b = 2, ...rest] = [box, 1, undefined, 4, 5], { value: v, twice: { value: w }, missing = f(0), ...others } = box as any; log(a, b, rest, v, w, missing, others)`,
  ),
  form(
    "destructuring without a semicolon",
    `const [a, b] = box.pair()\nconst { value } = a\n;[1].forEach(() => log(b, value))`,
  ),
  form(
    "names of functions and classes",
    `const g = () => 1, h = function () {}, C = class {}, D = (class {}), k = (() => 2) as () => number; let m; m = () => 3; m ||= () => 4; log(g.name, h.name, C.name, D.name, k.name, m.name, { p: () => 1 }.p.name);`,
  ),
  form(
    "defaults give names",
    `const { a = () => 1 } = {} as any; const [b = class {}] = []; ((c = () => 1) => log(c.name))(); log(a.name, b.name);`,
  ),
  form("using", `{ using a = f(box); await using b = f(box); log(a, b); }`, true),
  form("definite and declared", `let a!: number; declare const nothing: number; a = 1; log(a);`),

  // Assignments
  form("assignment", `let a = 1; a = f(2) as number; log(a = 3, a);`),
  form("assignment to members", `const o: any = {}; o.a = box; o["b"] = box.add(1); o.c = o.d = 5; log(o);`),
  form(
    "compound assignment",
    `let a = 1; a += 2; const o = { n: 1 }; o.n *= f(3) as number; log(a, o, a -= 1);`,
  ),
  form("logical assignment", `let a: any = null; a ??= box; a ||= f("never"); a &&= a.add(1); log(a);`),
  form(
    "destructuring assignment",
    `let a: any, b: any; [a, b] = box.pair(); ({ value: a, ...b } = { value: 1, c: 2 }); log(a, b); [a, b] = [b, a]; log(a, b, ([a] = [9]), a)`,
  ),
  form(
    "destructuring assignment without braces",
    `let a = 1, b = 2; if (a) [a, b] = [b, a]; else ({ a } = { a: 3 }); for (; a < 5; [a, b] = [a + b, a]); log(a, b)`,
  ),
  form(
    "destructuring into members",
    `const o: any = {}; [o.a, o["b"] = f(1)] = [1]; ({ x: o.x } = { x: 2 }); log(o);`,
  ),
  form("assignment through casts", `let a: unknown; (a as number) = 1; a! = 2; log(a);`),

  // Functions
  form(
    "parameters",
    `function g(a: number, b = a + 1, { c, d: [e] = [a] }: any = {}, ...rest: number[]) { return [a, b, c, e, rest]; } log(g(1), g(1, 2, { c: 3, d: [4] }, 5, 6));`,
  ),
  form(
    "arrow functions",
    `const g = (x: Box) => x.add(1), h = async (x: Box) => await later(x), o = () => ({ a: box }), s = (x: number): number => x; log(g(box), await h(box), o(), s(1));`,
  ),
  form(
    "arrow function of an assignment, a sequence and a function",
    `let a = 0; const g = (x: number) => a = x, h = (x: number) => (a, x), k = (x: number) => () => x; log(g(2), h(3), k(4)());`,
  ),
  form("arrow function without parentheses", `log([1, 2].map(x => x * 2), [[1, 2]].map(([a, b]) => a + b));`),
  form(
    "function lengths and names",
    `const g = (a: number, b: number) => a; function h(a: number, b = 1) {} log(g.length, h.length, h.name);`,
  ),
  form(
    "directives",
    `function g(x: number) { "use strict"; return x; }\nfunction h(x: number) { 'use strict'\nreturn x }\nlog(g(1), h(2), String(h).includes("use strict"));`,
  ),
  form(
    "this parameter",
    `function g(this: { n: number }, x: number) { return this.n + x; } log(g.call({ n: 1 }, 2));`,
  ),
  form(
    "overloads",
    `function g(x: number): number;\nfunction g(x: string): string;\nfunction g(x: any) { return x; }\nlog(g(1));`,
  ),
  form(
    "hoisted functions",
    `log(g(1)); function g(x: number) { return h(x); } function h(x: number) { return x; }`,
  ),
  form("arguments", `function g() { return arguments.length; } log((g as any)(1, 2));`),
  form(
    "generators",
    `function* g(x: number) { const y: number = yield x; yield* [y, x]; return box; } const it = g(1); log(it.next(), it.next(5), [...it]);`,
  ),
  form(
    "async generators",
    `async function* g(x: unknown) { yield await later(x); yield x; } for await (const y of g(box)) log(y);`,
  ),
  form("await", `const x = await later(box); log(await later(x.add(1)), await 3, (await later(box)).value);`),
  form(
    "return",
    `const g = (k: number) => { if (k === 0) return; if (k === 1) return box; if (k === 2) return [box, { box }]; return k > 3 ? box.add(1) : box; }; log(g(0), g(1), g(2), g(3), g(4));`,
  ),
  form(
    "return over lines",
    `function g() { return (\n  box\n    .add(1)\n); }\nfunction h() { return\n box }\nlog(g(), h());`,
  ),
  form(
    "closures in loops",
    `const fs: (() => number)[] = []; for (let i = 0; i < 3; i++) fs.push(() => i); log(fs.map((g) => g()));`,
  ),
  form(
    "type predicates and assertions",
    `function isBox(x: unknown): x is typeof box { return x === box; } function assertBox(x: unknown): asserts x { if (!x) throw x; } assertBox(box); log(isBox(box));`,
  ),

  // Classes
  form(
    "class fields",
    `class C { a = box; b = new Box(2); static s = new Box(3); #p = f(4); "q r" = 5; 6 = 7; [f("k") as string] = box; plain; typed: number | undefined; fn = (x: number) => x; get p() { return this.#p; } } const c: any = new C(); log(c.a, c.b, C.s, c.p, c["q r"], c[6], c.k, "plain" in c, "typed" in c, c.fn.name, c.fn(1));`,
  ),
  form(
    "fields without semicolons",
    `class C {\n  a = box\n  b = this.a.add(1)\n  static c\n  private readonly d = 1\n  readonly ["e"] = 2\n  private *g() {}\n}\nlog(new C())`,
  ),
  form(
    "constructor",
    `class C { conv: Box; constructor(n: number) { this.conv = new Box(n); } } log(new C(3));`,
  ),
  form(
    "derived constructor",
    `class A { n: number; constructor(n: number) { this.n = n; } } class B extends A { m = this.n + 1; constructor(n: number, k = n) { super(n + k); this.n++; } } class C extends B { o = 1; } log(new B(1), new C(2));`,
  ),
  form(
    "parameter properties",
    `class A { constructor(public a: number, private readonly b = 2, c = 3) { log(this.a, this.b, c); } } class B extends A { constructor(readonly d: Box, ...rest: number[]) { super(rest[0]!); log(this.d); } } log(new A(1), new B(box, 5));`,
  ),
  form(
    "methods, getters, setters, statics",
    `class C { #n = 1; get n() { return this.#n; } set n(v) { this.#n = v; } static make(n: number) { const c = new this(); c.n = n; return c; } async wait(x: unknown) { return await later(x); } *items() { yield this.n; } ["com" + "puted"](x: number) { return x; } } const c = C.make(4); c.n += 1; log(c.n, await c.wait(2), [...c.items()], c.computed(1));`,
  ),
  form(
    "private methods and fields",
    `class C { #n = 1; #add(x: number) { return this.#n + x; } static #make() { return new C(); } has(o: object) { return #n in o; } run(o: C) { return [this.#add(2), o.#add(3), C.#make().#n, this.#n++, this?.#add(1)]; } async slow() { return this.#add(await later(1) as number); } } log(new C().run(new C()), new C().has(new C()), await new C().slow());`,
  ),
  form(
    "super",
    `class A { v = 1; m(x: number) { return x + this.v; } get g() { return box; } static s() { return 1; } } class B extends A { m(x: number) { return super.m(x) + super["m"](1); } get g() { return super.g.add(1); } static s() { return super.s() + 1; } async slow() { return super.m(await later(3) as number); } arrow = () => super.m(2); } log(new B().m(1), new B().g, B.s(), await new B().slow(), new B().arrow());`,
  ),
  form(
    "static blocks",
    `class C { static a: Box; static { this.a = box; const [x, y] = box.pair(); log(x, y, this.a); } } log(C.a);`,
  ),
  form(
    "class expressions and heritage",
    `const mixin = <T extends new (...args: any[]) => object>(B: T) => class extends B { mixed = true; }; class C extends mixin(class { base = 1; }) {} const D = class Named extends (C as typeof C) { self() { return Named; } }; log(new C(), D.name, new D().self() === D);`,
  ),
  form(
    "abstract classes",
    `abstract class A { abstract size: number; protected abstract area(): number; private x?: number; show() { return this.area(); } declare z: number; [key: string]: unknown; } class B extends A { override size = 2; protected override area() { return this.size * 2; } } log(new B().show());`,
  ),
  form(
    "implements and generics",
    `interface Shape<T> { area(x: T): number } class S<T extends number = number> implements Shape<T>, Iterable<T> { area(x: T): number { return x * 2; } *[Symbol.iterator](): Iterator<T> {} } log(new S<number>().area(2));`,
  ),
  form(
    "optional and overloaded methods",
    `class C { m(x: number): number; m(x: string): string; m(x: any) { return x; } opt?(): void; definite!: number; } log(new C().m(1));`,
  ),
  form(
    "object methods",
    `const o = { a: 1, m(x: number) { return x + this.a; }, get g() { return this.a; }, set g(v) { this.a = v; }, async w(x: unknown) { return x; }, *i() { yield 1; }, ["k" + 1](x: number) { return x; }, async *[Symbol.asyncIterator]() {} }; o.g = 5; log(o.m(1), o.g, await o.w(2), [...o.i()], o.k1(3));`,
  ),

  // Statements
  form(
    "if without braces",
    `const a = 1; if (a) log(a); else log(box); if (!a) f(1); else if (a) f(2)\nelse f(3)`,
  ),
  form(
    "for without braces",
    `for (let i = 0; i < 2; i++) log(i); for (const x of [1, 2]) log(x); for (const k in { a: 1 }) log(k); for (const [a, b] of [[1, 2]]) if (a) log(a); else log(b)\nlog("end")`,
  ),
  form(
    "nested loops without braces",
    `for (const a of [1, 2]) for (const b of [3]) for (const c in [0]) log(a, b, c)\nlog("end")`,
  ),
  form(
    "for with destructuring",
    `for (const [i, { x, y = 2 }] of [{ x: 1 } as any].entries()) { log(i, x, y); } for (let [a, b] = [0, 2]; a < b; a++) log(a, b);`,
  ),
  form(
    "for into what exists",
    `let a: any; const o: any = {}; for (a of [1, 2]); for (o.x of [3]); for ([a, o.y] of [[4, 5]]) log(a); log(a, o);`,
  ),
  form("for await", `for await (const x of [later(1), later(2)]) { log(x); }`),
  form("while and do", `let i = 0; while (i < 2) i++; do i--; while (i > 0) log(i)`),
  form(
    "switch",
    `const g = (x: number) => { switch (x) { case 1: const [a, b] = box.pair(); return b; case box.value + 1: { return a2(); } default: return x; } }; const a2 = () => 2; log(g(1), g(2), g(3));`,
  ),
  form(
    "labels",
    `outer: for (const a of [1, 2]) { inner: for (const b of [1, 2]) { if (b === 2) continue outer; log(a, b); break inner; } }`,
  ),
  form(
    "try and throw",
    `try { throw new Error(String(box)); } catch ({ message }: any) { log(message); } finally { log("finally"); } try { throw box; } catch { log("no binding"); }`,
  ),
  form(
    "lines without semicolons",
    `let a = 1\nlet b = a\n++b\nconst c = b\n/* x */ ;(f)(c)\na = b\n;[a, b].forEach(x => log(x))\nlog(a)\nawait later(b)\nnew Box(1)\nbox.add(1)\nif (a) a += 1\nlog(a)`,
  ),
  form("empty statements and blocks", `;;{}{ ; } log(1);;`),

  // Types
  form(
    "assertions",
    `const x: unknown = box; log((x as Box).value, (<Box>x).value, x!, (x satisfies unknown), [x] as const, (x as any as Box)!.twice.value);\ntype Box = { value: number; twice: Box };`,
  ),
  form(
    "assertion before a line that could go on",
    `const a = box as any\n(log as any)(a)\nlet b = a as number\ninterface X {}\n[b].forEach((x) => log(x))\ntype T = 1\n\`\${b}\`\nconst g = (x: number): {\n  x: number;\n} => { return <any>\n  { x } }\nlog(g(1))`,
  ),
  form("instantiation expression", `const id = <T>(x: T) => x; const n = id<number>; log(n(1));`),
  form(
    "types are not code",
    `interface A { x: number } type B = A | { y(): void }; declare function nothing(x: number): void; declare class Nobody {} declare global { interface Window {} } namespace Types { export type C = number; export interface D {} } log(1 as Types.C);`,
  ),
  form(
    "enums",
    `enum Color { Red, Green = "g".length + 5, Blue = Red | 2 } const enum K { A = "a" } declare enum Nope { X } log(Color.Red, Color.Green, Color.Blue, Color[0], K.A);`,
  ),
  form(
    "type arguments that look like comparisons",
    `const a = 1, b = 2, c = 3; log(a < b, b > c, (a < b) === (b > (c))); const m = new Map<string, Map<string, number>>(); log(m.size);`,
  ),
  form(
    "names with a dollar",
    `const $ = 1, $s = 2, $0 = { $m: (x: number) => x }; log($, $s, $0.$m(3), \`\${$}\`);`,
  ),
  form(
    "names like the module's own",
    `const require = 1, exports = 2, module = 3; log(require, exports, module);`,
  ),
  form(
    "not only ASCII",
    `const größe = 2, 𝒳 = { α: (x: number) => x }; log(größe, 𝒳.α(größe), "日本"); const δ = new Box(größe);`,
  ),
];
