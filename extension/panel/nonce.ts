/** A number used once, by which the panel's policy knows its own script. Web Crypto is in Node and in browsers. */
export function createNonce(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
