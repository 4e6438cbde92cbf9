/** What torchvision's data sets share: a root folder, transforms, and how they print. */
import { Dataset } from "../data/dataset.ts";
import { IndexError } from "../errors.ts";
import type { Image } from "../vision/image.ts";

export interface VisionOptions<Input, X, Y> {
  /** Makes of each image what a sample has in its place. */
  transform?: ((input: Input) => X) | null;
  /** Makes of each class's number what a sample has in its place. */
  targetTransform?: ((target: number) => Y) | null;
}

/** Samples `[image, class]`, each gone through its transform. */
export abstract class VisionDataset<X = Image, Y = number, Input = Image> extends Dataset<[X, Y]> {
  /** As the program named it. */
  readonly root: string | null;
  readonly transform: ((input: Input) => X) | null;
  readonly targetTransform: ((target: number) => Y) | null;

  constructor(root: string | null, { transform, targetTransform }: VisionOptions<Input, X, Y>) {
    super();
    this.root = root;
    this.transform = transform ?? null;
    this.targetTransform = targetTransform ?? null;
  }

  protected abstract load(index: number): readonly [input: Input, target: number];

  /** A line for `String(dataset)`. */
  protected extraRepr(): string {
    return "";
  }

  at(index: number): [X, Y] {
    const from = index < 0 ? index + this.length : index;
    if (!Number.isInteger(from) || from < 0 || from >= this.length) {
      throw new IndexError(`index ${index} is out of bounds for dimension 0 with size ${this.length}`);
    }
    const [input, target] = this.load(from);
    return [through(this.transform, input), through(this.targetTransform, target)];
  }

  override toString(): string {
    const rows = [`Number of datapoints: ${this.length}`];
    if (this.root !== null) rows.push(`Root location: ${this.root}`);
    const extra = this.extraRepr();
    if (extra) rows.push(extra);
    if (this.transform || this.targetTransform) {
      // One row of several lines, of which torchvision indents the first.
      const lines = ["StandardTransform"];
      if (this.transform) lines.push(...headed("Transform: ", this.transform));
      if (this.targetTransform) lines.push(...headed("Target transform: ", this.targetTransform));
      rows.push(lines.join("\n"));
    }
    return [`Dataset ${this.constructor.name}`, ...rows.map((row) => `    ${row}`)].join("\n");
  }
}

/** Without a transform the type of what comes out is by default that of what goes in. */
function through<In, Out>(transform: ((input: In) => Out) | null, input: In): Out {
  return transform ? transform(input) : (input as unknown as Out);
}

function headed(head: string, transform: object): string[] {
  const plain = Object.getPrototypeOf(transform) === Function.prototype;
  const [first = "", ...rest] = (
    plain ? `<function ${Reflect.get(transform, "name") || "<lambda>"}>` : String(transform)
  ).split("\n");
  return [head + first, ...rest.map((line) => " ".repeat(head.length) + line)];
}

/** `folder/name`, as Python joins paths. */
export function joinPath(folder: string, ...names: string[]): string {
  return names.reduce(
    (path, name) => (path === "" || path.endsWith("/") ? path + name : `${path}/${name}`),
    folder,
  );
}
