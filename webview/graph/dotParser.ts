/**
 * Reads the DOT that `makeDot` writes: node and edge statements of one flat digraph, with their attributes, in order.
 *
 * Not a parser of all of DOT: no subgraphs, no ports, no HTML labels, none of which a torchviz graph has. What it does
 * not understand it reports with its place, as the text may come from a user's own code.
 */

export interface DotNode {
  readonly id: string;
  readonly attrs: ReadonlyMap<string, string>;
}

export interface DotEdge {
  readonly from: string;
  readonly to: string;
  readonly attrs: ReadonlyMap<string, string>;
}

export interface DotGraph {
  /** By first mention; a node mentioned twice has the attributes of both, the later ones winning, as in Graphviz. */
  readonly nodes: readonly DotNode[];
  readonly edges: readonly DotEdge[];
}

export class DotSyntaxError extends Error {
  override readonly name = "DotSyntaxError";
}

type Token = { readonly kind: "id" | "symbol"; readonly text: string; readonly at: number };

const TOKEN =
  /\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/|(->|--|[{}[\];,=])|"((?:[^"\\]|\\[\s\S])*)"|(-?(?:\.\d+|\d+(?:\.\d*)?)|[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)/gy;

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  for (let at = 0; at < text.length; at = TOKEN.lastIndex) {
    const match = TOKEN.exec(text);
    if (!match)
      throw new DotSyntaxError(`Unexpected ${JSON.stringify(text.slice(at, at + 12))} at offset ${at}.`);
    const [, symbol, quoted, word] = match;
    if (symbol !== undefined) tokens.push({ kind: "symbol", text: symbol, at });
    else if (quoted !== undefined) tokens.push({ kind: "id", text: unescaped(quoted), at });
    else if (word !== undefined) tokens.push({ kind: "id", text: word, at });
  }
  return tokens;
}

/** `\n`, `\l` and `\r` end a line (centred, left, right); a backslash before a line break joins lines. */
function unescaped(quoted: string): string {
  return quoted.replace(/\\([\s\S])/g, (whole: string, char: string) => {
    if (char === "n" || char === "l" || char === "r") return "\n";
    if (char === "\n") return "";
    return char === '"' || char === "\\" ? char : whole;
  });
}

export function parseDot(text: string): DotGraph {
  return new DotReader(tokenize(text)).graph();
}

class DotReader {
  #index = 0;
  readonly #tokens: readonly Token[];
  readonly #nodes = new Map<string, Map<string, string>>();
  readonly #edges: DotEdge[] = [];

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  graph(): DotGraph {
    this.#skip("strict");
    if (!this.#skip("digraph") && !this.#skip("graph")) this.#fail("digraph");
    if (this.#peek()?.text !== "{") this.#id();
    this.#expect("{");
    while (!this.#skip("}")) {
      this.#statement();
      this.#skip(";");
    }
    return { nodes: [...this.#nodes].map(([id, attrs]) => ({ id, attrs })), edges: this.#edges };
  }

  #statement() {
    const first = this.#id();
    if (this.#skip("=")) {
      this.#id();
      return;
    }
    const chain = [first];
    while (this.#skip("->") || this.#skip("--")) chain.push(this.#id());
    const attrs = this.#attributes();
    if (chain.length === 1 && (first === "graph" || first === "node" || first === "edge")) return;
    for (const id of chain) if (!this.#nodes.has(id)) this.#nodes.set(id, new Map());
    if (chain.length === 1) for (const [name, value] of attrs) this.#nodes.get(first)?.set(name, value);
    chain.slice(1).forEach((to, i) => {
      this.#edges.push({ from: chain[i] ?? first, to, attrs });
    });
  }

  #attributes(): Map<string, string> {
    const attrs = new Map<string, string>();
    while (this.#skip("[")) {
      while (!this.#skip("]")) {
        const name = this.#id();
        attrs.set(name, this.#skip("=") ? this.#id() : "true");
        if (!this.#skip(",")) this.#skip(";");
      }
    }
    return attrs;
  }

  #peek(): Token | undefined {
    return this.#tokens[this.#index];
  }

  #skip(text: string): boolean {
    if (this.#peek()?.text !== text) return false;
    this.#index++;
    return true;
  }

  #expect(text: string) {
    if (!this.#skip(text)) this.#fail(text);
  }

  #id(): string {
    const token = this.#peek();
    if (token?.kind !== "id") return this.#fail("a name");
    this.#index++;
    return token.text;
  }

  #fail(wanted: string): never {
    const token = this.#peek();
    throw new DotSyntaxError(
      token
        ? `Expected ${wanted}, found ${JSON.stringify(token.text)} at offset ${token.at}.`
        : `Expected ${wanted}, found the end of the text.`,
    );
  }
}
