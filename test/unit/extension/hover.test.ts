import { describe, expect, test } from "vitest";
import type { Trace } from "../../../engine/trace/trace.ts";
import { hoverAt } from "../../../extension/model/hoverContent.ts";
import { program, source, textOf, trace } from "./traceFixture.ts";

/** The hover over the first character of `text`. */
function hover(text: string, of: Trace = trace, within = 0) {
  const found = hoverAt(program, of, 0, source.indexOf(text) + within);
  return found && { over: textOf(found.range), says: found.markdown };
}

describe("a hover", () => {
  test("over a variable says shape, dtype and whether it requires grad", () => {
    expect(hover("y = ")).toEqual({
      over: "y",
      says: "```text\nTensor [1, 16, 8, 8] float32, requires grad\n```",
    });
  });

  test("over a size says it as PyTorch does", () => {
    expect(hover("y.shape")?.says).toBe("```text\ntorch.Size([1, 16, 8, 8])\n```");
  });

  test("over a layer's declaration says the layer, its parameters and its shapes", () => {
    expect(hover("new nn.Conv2d")?.says).toBe(
      [
        "```text\nConv2d(3, 16, kernel_size=(3, 3), stride=(1, 1))\n```",
        "`conv1` · 448 parameters",
        "| parameter | shape | dtype | numbers |\n|:--|:--|:--|--:|\n" +
          "| `weight` | `[16, 3, 3, 3]` | float32 | 432 |\n| `bias` | `[16]` | float32 (frozen) | 16 |",
        "```text\n[1, 3, 10, 10] → [1, 16, 8, 8]\n```",
      ].join("\n\n"),
    );
  });

  test("over a call of a layer says each distinct shape, with how often it was seen", () => {
    const says = hover("this.fc(y)")?.says ?? "";
    expect(says).toContain("[1, 16, 8, 8] → [1, 16, 8, 4]\n[2, 8] → [2, 4]   ×2");
    expect(says).toContain("Tensor [1, 16, 8, 4] float32, requires grad\nTensor [2, 4] float32   ×2");
  });

  test("takes the innermost expression", () => {
    expect(hover("[this.fc(y), y.shape]", trace, 1)?.over).toBe("this.fc(y)");
    expect(hover("[this.fc(y), y.shape]")?.over).toBe("[this.fc(y), y.shape]");
  });

  test("over a list says its parts", () => {
    expect(hover("[this.fc(y), y.shape]")?.says).toBe(
      "```text\nlist of 2\n  0: Tensor [1, 16, 8, 4] float32, requires grad\n  1: torch.Size([1, 16, 8, 8])\n```",
    );
  });

  test("says the device where values were computed", () => {
    const values: Trace = {
      ...trace,
      mode: "values",
      tensors: trace.tensors.map((t) => ({ ...t, device: "cpu" })),
    };
    expect(hover("y = ", values)?.says).toContain("Tensor [1, 16, 8, 8] float32, cpu, requires grad");
  });

  test("is silent where nothing is known", () => {
    expect(hover("import")).toBeNull();
  });

  test("keeps what the user wrote inside of its fence", () => {
    const modules = trace.modules.map((module) => ({
      ...module,
      repr: "```\n[x](command:evil)",
      path: "a`|b",
    }));
    const says = hover("new nn.Conv2d", { ...trace, modules })?.says ?? "";
    expect(says).toMatch(/^````text\n```\n\[x\]\(command:evil\)\n````\n\n`a {2}b` · /);
  });

  test("does not list without end", () => {
    const observations = Array.from({ length: 40 }, (_, i) => ({
      site: 4,
      value: { kind: "size", size: [i] } as const,
      count: 1,
    }));
    const says = hover("y.shape", { ...trace, observations })?.says ?? "";
    expect(says.split("\n")).toHaveLength(15);
    expect(says).toContain("… and 28 more");
  });
});
