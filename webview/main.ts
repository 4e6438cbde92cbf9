/** The panel's page: puts the parts together and lets them go. */
import "@vscode/codicons/dist/codicon.css";
import "./css/panel.css";
import "./css/graph.css";
import "./css/steps.css";
import "./css/controls.css";
import layoutText from "inline:./graph/layoutWorker.ts";
import harnessText from "inline:./worker/harness.ts";
import engineText from "inline:../engine/host/worker.ts";
import { LayoutClient } from "./graph/layoutClient.ts";
import { Host } from "./host.ts";
import { Panel } from "./panel.ts";
import { startBlobWorker } from "./worker/blobWorker.ts";

const host = new Host((message) => panel.receive(message));
const panel = new Panel({
  host,
  layouts: new LayoutClient(() => startBlobWorker("Tensorglass layout", [layoutText])),
  startRun: (program) =>
    startBlobWorker("Tensorglass run", [
      engineText,
      harnessText,
      program.code,
      "\n//# sourceURL=tensorglass-run.js\n",
    ]),
});
document.body.append(panel.element);
document.addEventListener("visibilitychange", () => panel.setHidden(document.hidden));
// VS Code writes the theme as variables on <html> and as a class on <body>.
const themes = new MutationObserver(() => panel.themeChanged());
themes.observe(document.documentElement, { attributes: true, attributeFilter: ["style", "class"] });
themes.observe(document.body, { attributes: true, attributeFilter: ["class", "data-vscode-theme-id"] });
host.ready();
