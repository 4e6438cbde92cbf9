/** A graph model as text, for tests that a person can read. */
import type { GraphModel } from "../../../webview/graph/model.ts";

export function picture({ nodes, groups, edges }: GraphModel): string {
  const depth = (group: string | null): number =>
    group === null ? 0 : 1 + depth(groups.find(({ key }) => key === group)?.group ?? null);
  const items = [
    ...groups.map((group) => ({ ...group, text: `[${group.title}${group.kind && ` · ${group.kind}`}]` })),
    ...nodes.map((node) => ({
      ...node,
      text: `${node.look} ${node.title}${node.kind && ` · ${node.kind}`}${node.lines.map((line) => ` | ${line}`).join("")}${node.failed ? " FAILED" : ""}`,
    })),
  ];
  const write = (group: string | null): string[] =>
    items
      .filter((item) => item.group === group)
      .flatMap((item) => [`${"  ".repeat(depth(group))}${item.text}`, ...write(item.key)]);
  const title = (key: string) => nodes.find((node) => node.key === key)?.title ?? key;
  return [
    ...write(null),
    ...edges.map(({ from, to, label, style }) =>
      `${title(from)} -> ${title(to)} ${label}${style === "flow" ? "" : `(${style})`}`.trim(),
    ),
  ].join("\n");
}
