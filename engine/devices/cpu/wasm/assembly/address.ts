// Places are counted in elements of 4 bytes on the outside, in bytes by WebAssembly's loads and stores.

export function bytes(elements: i32): usize {
  return usize(elements) << 2;
}
