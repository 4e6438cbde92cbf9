/** `data`: what users find under this name; PyTorch's `torch.utils.data`. */
export { type Collated, defaultCollate, defaultConvert } from "./collate.ts";
export { DataLoader, type DataLoaderOptions } from "./dataLoader.ts";
export { ConcatDataset, Dataset, IterableDataset, type Samples } from "./dataset.ts";
export {
  BatchSampler,
  RandomSampler,
  Sampler,
  SequentialSampler,
  SubsetRandomSampler,
  WeightedRandomSampler,
} from "./samplers.ts";
export { randomSplit, Subset } from "./subset.ts";
export { TensorDataset } from "./tensorDataset.ts";
