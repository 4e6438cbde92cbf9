/**
 * The table of `docs/coverage.md`: of each op where it runs, how it is differentiated, and how many recorded cases reach
 * it. Counted, not declared: the cases run without values while the op table notes who is called.
 */
import { OPS } from "../../../engine/ops/table.ts";
import { runtime } from "../../../engine/runtime.ts";
import { torch } from "../subject.ts";
import { prepare } from "./call.ts";
import { NOT_TWICE, UNCHECKED } from "./gradcheckExceptions.ts";
import type { RecordedCase } from "./recorded.ts";

type Row = (typeof OPS)[number];

const nameOf = ({ schema: { name, overload } }: Row) => (overload ? `${name}.${overload}` : name);

/** The functions of a declaration that tell that the op runs. */
const ENTRANCES = ["composite", "compositeInplace", "explicit", "view", "views", "meta"] as const;

/** In how many cases each op runs, forward or backward. */
function casesOf(cases: readonly RecordedCase[]): Map<Row, number> {
  const counts = new Map<Row, number>(OPS.map((op) => [op, 0]));
  let running = new Set<Row>();
  for (const op of OPS) {
    for (const entrance of ENTRANCES) {
      const original: unknown = op.definition[entrance];
      if (typeof original !== "function") continue;
      const noted = (...args: unknown[]): unknown => {
        running.add(op);
        return Reflect.apply(original, undefined, args);
      };
      Object.assign(op.definition, { [entrance]: noted });
    }
  }
  runtime.shapesOnly = true;
  for (const wanted of cases) {
    try {
      const { run } = prepare(wanted);
      running = new Set();
      const out = run();
      // What depends on values has no result here.
      if (out instanceof Promise) out.catch(() => {});
      const results = out instanceof Promise ? [] : out.filter((t) => t.requiresGrad);
      if (results.length)
        torch.autograd.backward(
          results,
          results.map((t) => torch.onesLike(t)),
        );
    } catch {
      // A recorded error; `ops.test.ts` looks at its text. The op was called all the same.
    }
    for (const op of running) counts.set(op, (counts.get(op) ?? 0) + 1);
  }
  runtime.shapesOnly = false;
  return counts;
}

function derivativeOf(op: Row): string {
  const name = nameOf(op);
  if (op.derivatives.length === 0) return "";
  if (name in UNCHECKED.ops) return "unchecked";
  return name in NOT_TWICE ? "checked once" : "checked twice";
}

function kindOf({ definition }: Row): string {
  if (definition.composite || definition.compositeInplace) return "composite";
  return definition.view || definition.views ? "view" : definition.explicit ? "composed" : "kernels";
}

function rowText(op: Row, cases: number): string {
  const { definition } = op;
  const anywhere = kindOf(op) !== "kernels";
  const runs = (has: unknown) => (anywhere || has ? "✓" : "–");
  const where = [runs(definition.meta), runs(definition.cpu), runs(definition.webgpu)];
  const cells = [
    `\`${nameOf(op)}\``,
    kindOf(op),
    ...where,
    definition.node ?? "",
    derivativeOf(op),
    String(cases),
  ];
  return `| ${cells.join(" | ")} |`;
}

const HEAD = `# Coverage

Generated from the op table and the recorded cases by \`npm run generate\`; a test fails when it is stale.

- **Kind**: \`kernels\` compute on each device; a \`view\` moves no element; a \`composite\` is written in terms of other ops and has no node of its own; a \`composed\` op is too, but shows one node.
- **Derivative**: compared with finite differences in float64, once (the gradient) or twice (the gradient's own gradient). Reasons for once are in \`test/oracle/ops/gradcheckExceptions.ts\`.
- **Cases**: recorded calls of PyTorch in \`test/oracle/ops\` in which the op runs, forward or backward. Models, optimizers and the cases of \`test/oracle/cases.ts\` come on top.

| Op | Kind | meta | cpu | webgpu | Autograd node | Derivative | Cases |
| -- | ---- | ---- | --- | ------ | ------------- | ---------- | ----: |
`;

/** The whole page. Notes in the op table who is called: nothing else should run in the same process afterwards. */
export function coveragePage(cases: readonly RecordedCase[]): string {
  const counts = casesOf(cases);
  const names = OPS.map((op) => [nameOf(op), op] as const).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${HEAD}${names.map(([, op]) => rowText(op, counts.get(op) ?? 0)).join("\n")}\n`;
}
