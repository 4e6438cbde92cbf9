import * as vscode from "vscode";

/** Milliseconds in which VS Code has surely taken up an answer, on a slow machine too. */
const CALM = 1500;

/**
 * Tells VS Code that it should ask a provider again: at once, and a second time when nothing has changed for a while.
 *
 * An event can come too early. VS Code listens to a provider of inlay hints only after it has received the first
 * answer, and what happens on the way is lost to it; without the second time a line would be without its shape until
 * the next edit. Asking costs next to nothing: answers come from what is known.
 */
export class AskAgain implements vscode.Disposable {
  readonly #emitter = new vscode.EventEmitter<void>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  readonly event = this.#emitter.event;

  fire(): void {
    this.#emitter.fire();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#emitter.fire(), CALM);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#emitter.dispose();
  }
}
