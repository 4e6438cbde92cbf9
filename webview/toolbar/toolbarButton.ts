/** A button of an icon alone, as in VS Code's own toolbars. Its label is its name and its tooltip. */
import "@vscode-elements/elements/dist/vscode-toolbar-button/index.js";
import { icon } from "../dom.ts";

export type ToolbarButton = HTMLElementTagNameMap["vscode-toolbar-button"];

export function toolbarButton(iconName: string, label: string, click: () => void): ToolbarButton {
  const button = document.createElement("vscode-toolbar-button");
  button.append(icon(iconName));
  nameButton(button, label);
  button.addEventListener("click", click);
  return button;
}

function nameButton(button: ToolbarButton, label: string) {
  button.label = label;
  button.title = label;
}

/** Shows another icon and says another thing: run becomes stop. */
export function changeButton(button: ToolbarButton, iconName: string, label: string) {
  button.replaceChildren(icon(iconName));
  nameButton(button, label);
}
