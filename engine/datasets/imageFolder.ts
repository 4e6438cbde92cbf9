/** Images in folders, one folder for each class; and any other files arranged like this. */
import { listFolder, OSError, together } from "../host/files.ts";
import { Image } from "../vision/image.ts";
import { optionsOf } from "../vision/transforms/arguments.ts";
import { joinPath, VisionDataset, type VisionOptions } from "./visionDataset.ts";

const EXTENSIONS = [".jpg", ".jpeg", ".png", ".ppm", ".bmp", ".pgm", ".tif", ".tiff", ".webp"];
/** Folders within folders; more are links that lead in circles. */
const MOST_DEPTH = 32;

export interface ImageFolderOptions<X, Y, Input> extends VisionOptions<Input, X, Y> {
  /** Reads a sample's file; by default `Image.open(path).convert("RGB")`. */
  loader?: (path: string) => Input;
  /** Which files are samples, in place of those with an image's extension. */
  isValidFile?: ((path: string) => boolean) | null;
  /** A class may have no files. */
  allowEmpty?: boolean;
}

/**
 * `root/cat/1.jpg`, `root/dog/a/2.png`, …: the folders in `root` are the classes, in the order of their names. Files are
 * opened when their sample is asked for.
 */
export class ImageFolder<X = Image, Y = number, Input = Image> extends VisionDataset<X, Y, Input> {
  readonly classes: readonly string[];
  readonly classToIdx: Readonly<Record<string, number>>;
  /** Path and class of each sample. */
  readonly samples: readonly (readonly [path: string, target: number])[];
  readonly loader: (path: string) => Input;

  constructor(root: string, options: ImageFolderOptions<X, Y, Input> = {}) {
    super(root, options);
    const { loader, isValidFile, allowEmpty } = optionsOf([options], {
      transform: null as ImageFolderOptions<X, Y, Input>["transform"],
      targetTransform: null as ImageFolderOptions<X, Y, Input>["targetTransform"],
      // `Input` is another type only where a loader of it is given.
      loader: openImage as unknown as (path: string) => Input,
      isValidFile: null as ((path: string) => boolean) | null,
      allowEmpty: false,
    });
    this.loader = loader;
    this.classes = classesIn(root);
    this.classToIdx = Object.fromEntries(this.classes.map((name, i) => [name, i]));
    const valid = isValidFile ?? hasExtension;
    const files = filesBelow(this.classes.map((name) => joinPath(root, name)));
    const samples = files.map((paths, target) => paths.filter(valid).map((path) => [path, target] as const));
    const empty = this.classes.filter((_, i) => samples[i]?.length === 0);
    if (empty.length > 0 && !allowEmpty) {
      const known = isValidFile ? "" : `Supported extensions are: ${EXTENSIONS.join(", ")}`;
      throw new NoFiles(`Found no valid file for the classes ${empty.join(", ")}. ${known}`);
    }
    this.samples = samples.flat();
  }

  get length(): number {
    return this.samples.length;
  }

  /** The class of each sample. */
  get targets(): number[] {
    return this.samples.map(([, target]) => target);
  }

  protected load(index: number): readonly [Input, number] {
    const [path, target] = this.samples[index] as readonly [string, number];
    return [this.loader(path), target];
  }
}

/** Python's FileNotFoundError with a message of its own. */
class NoFiles extends OSError {
  override name = "FileNotFoundError";
}

const openImage = (path: string): Image => Image.open(path).convert("RGB");

const hasExtension = (path: string): boolean =>
  EXTENSIONS.some((extension) => path.toLowerCase().endsWith(extension));

function classesIn(root: string): string[] {
  const classes = listFolder(root).flatMap(({ name, isFolder }) => (isFolder ? [name] : []));
  if (classes.length === 0) throw new NoFiles(`Couldn't find any class folder in ${root}.`);
  return classes;
}

/**
 * All files below each of the folders, in the order of their folders' paths. Folders are listed a level at a time, so
 * that the run is repeated for each level only.
 */
function filesBelow(roots: readonly string[]): string[][] {
  const files = roots.map((): { folder: string; paths: string[] }[] => []);
  let level = roots.map((path, root) => ({ path, root }));
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MOST_DEPTH)
      throw new OSError(
        `'${level[0]?.path}' lies deeper than ${MOST_DEPTH} folders. Does a link lead in a circle?`,
      );
    const listings = together(
      level.map(
        ({ path }) =>
          () =>
            listFolder(path),
      ),
    );
    const next: typeof level = [];
    for (const [i, { path, root }] of level.entries()) {
      const paths: string[] = [];
      for (const { name, isFolder } of listings[i] ?? []) {
        if (isFolder) next.push({ path: joinPath(path, name), root });
        else paths.push(joinPath(path, name));
      }
      files[root]?.push({ folder: path, paths });
    }
    level = next;
  }
  const byFolder = (a: { folder: string }, b: { folder: string }) =>
    a.folder < b.folder ? -1 : a.folder > b.folder ? 1 : 0;
  return files.map((folders) => folders.sort(byFolder).flatMap(({ paths }) => paths));
}
