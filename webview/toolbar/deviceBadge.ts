/** Where the run went, and why, in a sentence: never a guess for the user to make. */
import type { DeviceName, TraceDevice } from "../../engine/trace/trace.ts";
import { h, icon } from "../dom.ts";
import { popover } from "./popover.ts";

const labels: Readonly<Record<DeviceName, string>> = { webgpu: "WebGPU", cpu: "CPU", meta: "Shapes" };
const titles: Readonly<Record<DeviceName, string>> = {
  webgpu: "Values were computed on the GPU",
  cpu: "Values were computed on the CPU",
  meta: "Shapes only, no values yet",
};

export class DeviceBadge {
  readonly element = h("span", { class: "device" });
  readonly #button = h("button", { class: "badge", attrs: { type: "button", hidden: "" } });
  #shown: { readonly device: TraceDevice; readonly gpuFailure: string | null } | null = null;

  constructor() {
    this.element.append(this.#button);
    const { toggle } = popover(this.#button, "Device", "dialog", () => this.#details());
    this.#button.addEventListener("click", toggle);
  }

  show(device: TraceDevice | null, gpuFailure: string | null) {
    this.#shown = device === null ? null : { device, gpuFailure };
    this.#button.hidden = device === null;
    if (device === null) return;
    const { name, reason } = device;
    this.#button.replaceChildren(
      ...(gpuFailure === null ? [] : [icon("warning")]),
      h("span", { text: labels[name] }),
    );
    this.#button.classList.toggle("quiet", name === "meta");
    this.#button.title = [titles[name], gpuFailure ?? reason].filter(Boolean).join(". ");
    this.#button.setAttribute("aria-label", `Device: ${labels[name]}. Show why.`);
  }

  #details(): readonly Node[] {
    if (!this.#shown) return [];
    const { device, gpuFailure } = this.#shown;
    return [
      h("h2", { class: "popover-title", text: titles[device.name] }),
      h("p", { text: device.reason }),
      ...(gpuFailure === null
        ? []
        : [h("p", { text: `The GPU failed, also on a second try: ${gpuFailure}` })]),
      ...(device.adapter === null ? [] : [h("p", { class: "mono", text: device.adapter })]),
    ];
  }
}
