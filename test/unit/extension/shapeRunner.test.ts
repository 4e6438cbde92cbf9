import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { bundleFakeWorker, createHarness, type Harness, printed } from "./runnerHarness.ts";

let worker: string;
let harness: Harness;

beforeAll(async () => {
  worker = await bundleFakeWorker();
});
beforeEach(() => {
  harness = createHarness(worker);
});
afterEach(() => harness.runner.dispose());

describe("a run", () => {
  test("gives the program's trace", async () => {
    expect(printed(await harness.run(`torch.log("hello " + torch.options.mode)`))).toBe("hello shapes");
  });

  test("gives the compiler's errors", async () => {
    expect(await harness.run("const x = SYNTAX;")).toMatchObject({
      kind: "compileErrors",
      errors: [{ start: 10, end: 16, message: "Unexpected SYNTAX" }],
    });
  });

  test("reads imported sources through the host", async () => {
    const outcome = await harness.run(`import "file:///blocks.ts"\ntorch.log(block);`, {
      readSource: async (uri) => `const block = "from ${uri}";`,
    });
    expect(printed(outcome)).toBe("from file:///blocks.ts");
  });

  test("reads files through the host, once for many runs, until they change", async () => {
    const reads: string[] = [];
    const readFile = async (path: string) => {
      reads.push(path);
      return { bytes: new Uint8Array([reads.length, 7]) };
    };
    const text = `torch.log([...torch.read("a.bin")] + " " + [...torch.read("b.bin")])`;
    expect(printed(await harness.run(text, { readFile }))).toBe("1,7 2,7");
    expect(printed(await harness.run(text, { readFile }))).toBe("1,7 2,7");
    expect(reads).toEqual(["a.bin", "b.bin"]);
    harness.runner.forget("file:///model.ts", "a.bin");
    expect(printed(await harness.run(text, { readFile }))).toBe("3,7 2,7");
  });

  test("reads all files of a run before it runs again, folders too", async () => {
    const reads: string[] = [];
    const readFile = async (path: string) => {
      reads.push(path);
      return path.endsWith("/")
        ? { entries: [{ name: "a.bin", isFolder: false }] }
        : { bytes: new Uint8Array([reads.length]) };
    };
    const text = `
      const [folder, a, b] = torch.readAll("data/", "a.bin", "b.bin");
      torch.log(JSON.stringify(folder) + a + b + reruns());
      function reruns() { return folder.constructor === [].constructor; }`;
    expect(printed(await harness.run(text, { readFile }))).toBe('[{"name":"a.bin","isFolder":false}]23true');
    expect(reads).toEqual(["data/", "a.bin", "b.bin"]);
  });

  test("passes on why a file cannot be read", async () => {
    expect(printed(await harness.run(`torch.read("x.jpg")`))).toBe("Error: No file x.jpg.");
  });

  test("starts from nothing each time", async () => {
    await harness.run("globalThis.kept = 1; Array.prototype.map = null;");
    expect(printed(await harness.run("torch.log(typeof kept + typeof [].map)"))).toBe("undefinedfunction");
    expect(harness.workersStarted()).toBe(1);
  });
});

describe("time", () => {
  const endless = "$.value(3, 0); for (;;) {}";

  test("an endless loop ends at the limit, with the place, and the next run works", async () => {
    expect(await harness.run(endless, { timeout: 300 })).toMatchObject({
      kind: "ended",
      reason: "timeout",
      site: 3,
      program: { files: ["file:///model.ts"] },
    });
    expect(printed(await harness.run("torch.log(1)"))).toBe("1");
  });

  test("so does an endless chain of promises", async () => {
    const outcome = await harness.run("for (;;) await null;", { timeout: 300 });
    expect(outcome).toMatchObject({ kind: "ended", reason: "timeout" });
  });

  test("a promise that never settles ends at the limit too", async () => {
    expect(await harness.run("await new Promise(() => {});", { timeout: 200 })).toMatchObject({
      kind: "ended",
      reason: "timeout",
    });
  });

  test("time spent reading files does not count", async () => {
    const readFile = () =>
      new Promise<{ bytes: Uint8Array }>((resolve) =>
        setTimeout(() => resolve({ bytes: new Uint8Array([1]) }), 500),
      );
    await harness.run("torch.log(0)");
    const outcome = await harness.run(`torch.log(torch.read("slow"))`, { readFile, timeout: 300 });
    expect(printed(outcome)).toBe("1");
  });

  test("stop ends the run of its file only", async () => {
    await harness.run("torch.log(0)");
    const stopped = harness.run(endless);
    harness.runner.stop("file:///other.ts");
    await new Promise((resolve) => setTimeout(resolve, 50));
    harness.runner.stop("file:///model.ts");
    expect(await stopped).toMatchObject({ kind: "ended", reason: "stopped" });
  });

  test("setTimeout works, and dies with its run", async () => {
    const text = `await new Promise((done) => setTimeout(done, 20, torch.log("waited")));`;
    expect(printed(await harness.run(text))).toBe("waited");
    const left = `setTimeout(() => console.log("late"), 30); clearTimeout(setTimeout(() => console.log("no"), 1));`;
    await harness.run(left);
    await harness.run("await new Promise((done) => setTimeout(done, 80));");
    expect(harness.log).toEqual([]);
  });
});

describe("the latest text wins", () => {
  test("of several waiting texts only the last runs", async () => {
    const outcomes = await Promise.all(["1", "2", "3"].map((text) => harness.run(`torch.log(${text})`)));
    expect(outcomes.map(({ kind }) => kind)).toEqual(["superseded", "superseded", "ran"]);
    expect(printed(outcomes[2] ?? { kind: "superseded" })).toBe("3");
  });

  test("a slow run gives way to a newer text", async () => {
    await harness.run("torch.log(0)");
    const slow = harness.run("for (;;) {}", { timeout: 60_000 });
    await new Promise((resolve) => setTimeout(resolve, 50));
    const newer = harness.run("torch.log('newer')");
    expect((await slow).kind).toBe("superseded");
    expect(printed(await newer)).toBe("newer");
  });

  test("files do not supersede each other", async () => {
    const outcomes = await Promise.all([
      harness.run("torch.log('a')", { entry: "file:///a.ts" }),
      harness.run("torch.log('b')", { entry: "file:///b.ts" }),
    ]);
    expect(outcomes.map(printed)).toEqual(["a", "b"]);
  });
});

describe("faults", () => {
  test("too many objects end the worker, not the host, and the next run works", async () => {
    const outcome = await harness.run("const all = []; for (;;) all.push({ a: [1, 2, 3] });", {
      timeout: 60_000,
    });
    expect(outcome).toMatchObject({ kind: "ended", reason: "memory" });
    expect(printed(await harness.run("torch.log(1)"))).toBe("1");
  }, 60_000);

  test("an exception is the trace's error", async () => {
    expect(printed(await harness.run("null.x"))).toMatch(/^TypeError: Cannot read properties of null/);
  });

  test("a result that cannot be posted is a fault, not a hang", async () => {
    const text = `Object.prototype.trap = () => {}; torch.log("x"); Array.prototype.push = function () { throw 1 };`;
    const outcome = await harness.run(text);
    expect(["ran", "ended"]).toContain(outcome.kind);
  });

  test("a promise rejected behind the run's back does no harm", async () => {
    await harness.run("void Promise.reject(new Error('unseen'));");
    expect(printed(await harness.run("torch.log(1)"))).toBe("1");
    expect(harness.workersStarted()).toBe(1);
  });

  test("an engine that cannot be read is said once per run", async () => {
    const broken = createHarness("/nowhere/worker.cjs");
    expect(await broken.run("1")).toMatchObject({ kind: "ended", reason: "crashed" });
    broken.runner.dispose();
  });
});
