/** `datasets`: what users find under this name; torchvision's `datasets`, read from the workspace. */
export { CIFAR10, CIFAR100, type CIFAROptions } from "./cifar.ts";
export { FakeData, type FakeDataOptions } from "./fakeData.ts";
export { ImageFolder, type ImageFolderOptions } from "./imageFolder.ts";
export { FashionMNIST, KMNIST, MNIST, type MNISTOptions } from "./mnist.ts";
export { VisionDataset, type VisionOptions } from "./visionDataset.ts";
