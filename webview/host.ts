/**
 * Everything between the panel and the extension goes through here: messages out and in, requests with their replies,
 * and the state that VS Code keeps for the panel while it is away.
 */
import type { FileContent } from "../engine/trace/program.ts";
import { parseToPanel } from "./incoming.ts";
import {
  type FromPanel,
  type HostReply,
  type PanelRequest,
  PROTOCOL_VERSION,
  type ToPanel,
} from "./protocol.ts";
import { isRecord } from "./worker/runMessages.ts";

interface VsCodeApi {
  postMessage(message: FromPanel): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** What reaches the panel unasked. */
export type HostMessage = Exclude<ToPanel, { type: "reply" } | { type: "replyError" }>;

/** Milliseconds to wait for a reply. Whoever saves has a dialog before them, and time. */
const TIME_LIMITS: Readonly<Record<PanelRequest["kind"], number>> = { readFile: 30_000, save: 15 * 60_000 };
/** The host may not listen yet when the page is up. */
const READY_AGAIN_MS = 2000;
const READY_TIMES = 5;

interface Waiting {
  readonly resolve: (reply: HostReply) => void;
  readonly reject: (error: Error) => void;
  readonly timer: ReturnType<typeof setTimeout>;
}

export class Host {
  // VS Code hands its API out once; it stays in this closure and is never put anywhere else.
  readonly #api = acquireVsCodeApi();
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  /** Of the model that this panel shows. */
  #uri: string | null = null;
  #readyTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(receive: (message: HostMessage) => void) {
    window.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
      const incoming = parseToPanel(data);
      if ("problem" in incoming) {
        this.log("warn", `Dropped ${incoming.problem}.`);
        return;
      }
      const { message } = incoming;
      if (message.type === "reply") this.#settle(message.id, ({ resolve }) => resolve(message.result));
      else if (message.type === "replyError") {
        this.#settle(message.id, ({ reject }) => reject(new Error(message.message)));
      } else {
        if (message.type === "snapshot") this.#arrived(message.snapshot.uri);
        receive(message);
      }
    });
  }

  post(message: FromPanel) {
    this.#api.postMessage(message);
  }

  /** Asks for a snapshot, a few times over if none comes. */
  ready(times = READY_TIMES) {
    clearTimeout(this.#readyTimer);
    this.post({ type: "ready", version: PROTOCOL_VERSION });
    if (times > 1) this.#readyTimer = setTimeout(() => this.ready(times - 1), READY_AGAIN_MS);
  }

  log(level: "info" | "warn" | "error", text: string) {
    this.post({ type: "log", level, text });
  }

  async readFile(path: string): Promise<FileContent> {
    const reply = await this.#request({ kind: "readFile", path });
    if (reply.kind === "saved") throw new Error(`The editor did not send ${path}.`);
    return reply.kind === "file" ? { bytes: reply.bytes } : { entries: reply.entries };
  }

  async save(name: string, text: string): Promise<void> {
    await this.#request({ kind: "save", name, text });
  }

  loadState(): unknown {
    return this.#api.getState();
  }

  /** Keeps the state, and with it the model's URI: after a reload the extension finds the panel's model by it. */
  saveState(state: unknown) {
    this.#api.setState({ ...(isRecord(state) ? state : {}), uri: this.#uri });
  }

  #arrived(uri: string) {
    clearTimeout(this.#readyTimer);
    if (uri === this.#uri) return;
    this.#uri = uri;
    this.saveState(this.loadState());
  }

  #request(request: PanelRequest): Promise<HostReply> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      const limit = TIME_LIMITS[request.kind];
      const timer = setTimeout(() => {
        this.#settle(id, ({ reject }) =>
          reject(new Error(`The editor did not answer within ${limit / 1000} s.`)),
        );
      }, limit);
      this.#waiting.set(id, { resolve, reject, timer });
      this.post({ type: "request", id, request });
    });
  }

  #settle(id: number, how: (waiting: Waiting) => void) {
    const waiting = this.#waiting.get(id);
    if (!waiting) return;
    clearTimeout(waiting.timer);
    this.#waiting.delete(id);
    how(waiting);
  }
}
