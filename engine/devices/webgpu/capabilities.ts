/**
 * What a GPU can do, read once when it is opened. Every choice between kernels is a pure function of this record, so
 * that tests can describe a small phone and see what would run on it.
 */

const LIMITS = [
  "maxBufferSize",
  "maxStorageBufferBindingSize",
  "maxStorageBuffersPerShaderStage",
  "maxUniformBufferBindingSize",
  "minUniformBufferOffsetAlignment",
  "maxComputeWorkgroupStorageSize",
  "maxComputeInvocationsPerWorkgroup",
  "maxComputeWorkgroupSizeX",
  "maxComputeWorkgroupSizeY",
  "maxComputeWorkgroupSizeZ",
  "maxComputeWorkgroupsPerDimension",
] as const;

const FEATURES = ["shader-f16", "subgroups", "timestamp-query"] as const;

export type LimitName = (typeof LIMITS)[number];
export type GpuLimits = Readonly<Record<LimitName, number>>;

export interface GpuCapabilities {
  /** `nvidia`, `apple`, `intel`, `google` (SwiftShader), …; may be empty. */
  readonly vendor: string;
  /** `ampere`, `common-3`, `swiftshader`, …; may be empty. */
  readonly architecture: string;
  /** For people. */
  readonly description: string;
  /** Runs on the CPU: correct, and some hundred times slower than our WebAssembly kernels. */
  readonly software: boolean;
  readonly limits: GpuLimits;
  readonly features: ReadonlySet<string>;
  /** `navigator.gpu.wgslLanguageFeatures`. */
  readonly languageFeatures: ReadonlySet<string>;
  /** The smallest and largest number of invocations that run in lockstep; 0 where unknown. */
  readonly subgroupSize: readonly [min: number, max: number];
}

/** What every WebGPU device has: the limits of a device that asked for none. */
export const MINIMUM_LIMITS: GpuLimits = {
  maxBufferSize: 268_435_456,
  maxStorageBufferBindingSize: 134_217_728,
  maxStorageBuffersPerShaderStage: 8,
  maxUniformBufferBindingSize: 65_536,
  minUniformBufferOffsetAlignment: 256,
  maxComputeWorkgroupStorageSize: 16_384,
  maxComputeInvocationsPerWorkgroup: 256,
  maxComputeWorkgroupSizeX: 256,
  maxComputeWorkgroupSizeY: 256,
  maxComputeWorkgroupSizeZ: 64,
  maxComputeWorkgroupsPerDimension: 65_535,
};

/** The weakest device there may be, to plan against in tests. */
export const MINIMUM_CAPABILITIES: GpuCapabilities = {
  vendor: "",
  architecture: "",
  description: "",
  software: false,
  limits: MINIMUM_LIMITS,
  features: new Set(),
  languageFeatures: new Set(),
  subgroupSize: [0, 0],
};

/** All that the adapter offers of what we use: WebGPU gives the minimum to those who do not ask. */
export function deviceDescriptor(adapter: GPUAdapter): GPUDeviceDescriptor {
  const requiredLimits: Record<string, number> = {};
  for (const name of LIMITS) requiredLimits[name] = adapter.limits[name];
  return {
    requiredLimits,
    requiredFeatures: FEATURES.filter((feature) => adapter.features.has(feature)),
  };
}

/** `device` is what was opened on `adapter`. */
export function capabilitiesOf(
  gpu: Pick<GPU, "wgslLanguageFeatures">,
  adapter: GPUAdapter,
  device: GPUDevice,
): GpuCapabilities {
  const { info } = adapter;
  const limits = Object.fromEntries(LIMITS.map((name) => [name, device.limits[name]])) as Record<
    LimitName,
    number
  >;
  return {
    vendor: info.vendor,
    architecture: info.architecture,
    description:
      info.description || info.device || [info.vendor, info.architecture].filter(Boolean).join(" "),
    software: isSoftware(info),
    limits,
    features: new Set(device.features),
    languageFeatures: new Set(gpu.wgslLanguageFeatures),
    subgroupSize: [info.subgroupMinSize ?? 0, info.subgroupMaxSize ?? 0],
  };
}

/**
 * Chromium marks its own software adapter, but on Linux it may also be handed a system's software driver unmarked
 * (llvmpipe, lavapipe; Windows has its Basic Render Driver).
 */
export function isSoftware(
  info: Pick<GPUAdapterInfo, "architecture" | "description" | "device" | "isFallbackAdapter">,
): boolean {
  return (
    info.isFallbackAdapter === true ||
    /swiftshader|llvmpipe|lavapipe|basic render/i.test(
      `${info.architecture} ${info.device} ${info.description}`,
    )
  );
}
