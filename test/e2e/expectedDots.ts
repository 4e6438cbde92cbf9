// What torchviz drew for the walk-through's five `makeDot` calls (test/oracle/expected.json).
import { readFileSync } from "node:fs";

type Statement = readonly ["node", number, string, string] | readonly ["edge", number, number, string];

interface Oracle {
  readonly cases: Readonly<Record<string, { readonly dot?: { readonly statements: readonly Statement[] } }>>;
}

const oracle: Oracle = JSON.parse(readFileSync(new URL("../oracle/expected.json", import.meta.url), "utf8"));

/** The first words of each node, as the panel writes them too: `ConvolutionBackward0`, `conv1.weight`. */
export function expectedDot(name: string): { readonly nodes: number; readonly edges: number } {
  const statements = oracle.cases[name]?.dot?.statements;
  if (!statements) throw new Error(`The oracle has no graph "${name}".`);
  // torchviz states a node again for each way that leads to it.
  const nodes = new Set(statements.filter(([kind]) => kind === "node").map(([, id]) => id));
  return { nodes: nodes.size, edges: statements.filter(([kind]) => kind === "edge").length };
}

export const walkthroughDots = ["walk_conv1", "walk_pool", "walk_fc1", "walk_fc2", "walk_prediction"];
