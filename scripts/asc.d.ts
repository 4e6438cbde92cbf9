// What scripts/wasm.mjs uses of the AssemblyScript compiler. Its own declarations bring AssemblyScript's standard
// library into scope, where `console` and the number types differ from Node's.
declare const asc: {
  main(
    argv: readonly string[],
    host: { writeFile(name: string, contents: Uint8Array | string): void },
  ): Promise<{ error: Error | null; stderr: { toString(): string } }>;
};
export default asc;
