// How Chromium is started for VS Code.
import type { LaunchOptions } from "@playwright/test";
import { ensureChromium } from "../../scripts/chromium.mjs";

const always = [
  "--no-sandbox",
  // Without this, Chromium 142 and later ask before a page on 127.0.0.1 may open its own WebSocket, and nobody answers.
  "--disable-features=LocalNetworkAccessChecks,LocalNetworkAccessChecksWebSockets",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-quic",
  "--no-first-run",
];

/** A software GPU. Without these flags `navigator.gpu` is there, but it has no adapter to offer. */
const softwareGpu = ["--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader"];

export function launchOptions(webgpu: boolean): LaunchOptions {
  return { executablePath: ensureChromium(), args: webgpu ? [...always, ...softwareGpu] : always };
}
