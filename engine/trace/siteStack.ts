/**
 * Which of the user's expressions is being evaluated. The compiled program brackets each call with `enter` and
 * `leave`; an error that passes through a bracket is noted with the site, so that its place is known exactly,
 * innermost first, without a look at any stack trace.
 */
import type { SiteId } from "./trace.ts";

export class SiteStack {
  current: SiteId | null = null;
  readonly #errors = new WeakMap<object, SiteId[]>();

  enter(site: SiteId): SiteId | null {
    const before = this.current;
    this.current = site;
    return before;
  }

  leave(before: SiteId | null): void {
    this.current = before;
  }

  /** An error passes through a site on its way out. */
  passed(error: unknown, site: SiteId): void {
    if (typeof error !== "object" || error === null) return;
    const sites = this.#errors.get(error) ?? [];
    if (sites.at(-1) !== site) sites.push(site);
    this.#errors.set(error, sites);
  }

  /** The sites an error passed through, innermost first. */
  of(error: unknown): readonly SiteId[] {
    return (typeof error === "object" && error !== null && this.#errors.get(error)) || [];
  }
}
