// Makes a folder equal to another again, touching only what differs: an editor that is open follows each change.
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";

export function restoreFolder(folder: string, source: string): void {
  const files = (of: string) =>
    readdirSync(of, { recursive: true, encoding: "utf8" }).filter((path) =>
      statSync(join(of, path)).isFile(),
    );
  for (const path of files(folder)) if (!existsSync(join(source, path))) rmSync(join(folder, path));
  for (const path of files(source)) {
    const copy = join(folder, path);
    const same = existsSync(copy) && readFileSync(copy).equals(readFileSync(join(source, path)));
    if (!same) cpSync(join(source, path), copy);
  }
}
