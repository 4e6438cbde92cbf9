/**
 * WebGPU's flag values. Pages have them as globals (`GPUBufferUsage`), but a `GPU` that was handed in, as Dawn's in
 * Node, need not come with globals. The numbers are fixed by the specification.
 */
export const BufferUsage = {
  mapRead: 0x0001,
  copySource: 0x0004,
  copyTarget: 0x0008,
  uniform: 0x0040,
  storage: 0x0080,
} as const;

export const MAP_READ = 0x0001;

export const STAGE_COMPUTE = 0x4;
