/** Names under which the same elements are: a file must hold them once. As `safetensors.torch` finds them. */
import { RuntimeError } from "../errors.ts";
import type { Storage } from "../storage.ts";
import type { Tensor } from "../tensor.ts";

type Named = Readonly<Record<string, Tensor>>;

/** The place of a tensor's elements in its storage: first and one after last. */
function area(t: Tensor): readonly [start: number, stop: number] {
  if (t.numel() === 0) return [t.offset, t.offset];
  const last = t.shape.reduce((sum, size, d) => sum + (size - 1) * (t.strides[d] as number), t.offset);
  return [t.offset, last + 1];
}

/** Groups of names whose tensors overlap, two at least in each. */
export function sharedNames(tensors: Named): string[][] {
  const byStorage = new Map<Storage, string[]>();
  for (const [name, { storage }] of Object.entries(tensors)) {
    if (storage.length === 0 || storage.device === "meta") continue;
    byStorage.set(storage, [...(byStorage.get(storage) ?? []), name]);
  }
  const groups: string[][] = [];
  for (const names of byStorage.values()) {
    const areas = names
      .map((name) => ({ name, area: area(tensors[name] as Tensor) }))
      .sort((a, b) => a.area[0] - b.area[0] || a.area[1] - b.area[1]);
    let stop = Number.NEGATIVE_INFINITY;
    for (const { name, area } of areas) {
      if (area[0] >= stop) groups.push([name]);
      else groups.at(-1)?.push(name);
      stop = area[1];
    }
  }
  return groups.filter((group) => group.length > 1);
}

/** The names to leave out, by the one that is kept for them. */
export function duplicateNames(tensors: Named, preferred: readonly string[] = []): Map<string, string[]> {
  const duplicates = new Map<string, string[]>();
  for (const group of sharedNames(tensors)) {
    const complete = group.filter((name) => {
      const { offset, storage } = tensors[name] as Tensor;
      return offset === 0 && tensors[name]?.numel() === storage.length;
    });
    if (complete.length === 0) {
      throw new RuntimeError(
        `Error while trying to find names to remove to save state dict, but found no suitable name to keep for saving amongst: ${setText(group)}. None is covering the entire storage.Refusing to save/load the model since you could be storing much more memory than needed. Please refer to https://huggingface.co/docs/safetensors/torch_shared_tensors for more information. Or open an issue.`,
      );
    }
    complete.sort();
    const kept = complete.find((name) => preferred.includes(name)) ?? (complete[0] as string);
    duplicates.set(kept, group.filter((name) => name !== kept).sort());
  }
  return duplicates;
}

/** As Python prints a set. */
export function setText(names: readonly string[]): string {
  return `{${names.map((name) => `'${name}'`).join(", ")}}`;
}
