/** A time limit that stands still while the run waits for the host to read a file: only the user's own time counts. */
export class Watchdog {
  readonly #bark: () => void;
  #left: number;
  #startedAt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #holds = 0;

  /** @param limit milliseconds; 0 or less for no limit */
  constructor(limit: number, bark: () => void) {
    this.#left = limit > 0 ? limit : Number.POSITIVE_INFINITY;
    this.#bark = bark;
    this.#start();
  }

  hold(): void {
    if (this.#holds++ > 0) return;
    clearTimeout(this.#timer);
    this.#left -= performance.now() - this.#startedAt;
  }

  release(): void {
    if (--this.#holds === 0) this.#start();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#holds = Number.POSITIVE_INFINITY;
  }

  #start(): void {
    this.#startedAt = performance.now();
    if (Number.isFinite(this.#left)) this.#timer = setTimeout(this.#bark, Math.max(0, this.#left));
  }
}
