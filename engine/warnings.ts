/** What Python's `warnings.warn` tells: a line of the trace that the program goes on after. */
import { outside } from "./host/lines.ts";
import { recorder } from "./trace/recorder.ts";

/** `UserWarning: …`, at the site that is being evaluated. */
export function warn(text: string): void {
  const line = `UserWarning: ${text}`;
  if (recorder) recorder.print("warn", line);
  else outside("warn", line);
}
