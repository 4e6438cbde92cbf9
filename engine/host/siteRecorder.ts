/**
 * The `$` of compiled programs: each method does what the source expression does, notes which expression that is
 * while it runs, and what came of it.
 */
import { pause, pauseIsDue } from "../pace.ts";
import type { ExampleInput, SiteRecorder } from "../trace/program.ts";
import type { Recorder } from "../trace/recorder.ts";
import type { SiteId } from "../trace/trace.ts";

/** A module class whose `forward` has example inputs. */
export interface DeclaredModel {
  readonly site: SiteId;
  readonly name: string;
  readonly declared: unknown;
  readonly inputs: readonly ExampleInput[];
}

type AnyFunction = (...args: unknown[]) => unknown;
type AnyClass = new (...args: unknown[]) => unknown;

export function siteRecorder(
  recorder: Recorder,
  callees: Readonly<Record<number, string>>,
  models: DeclaredModel[],
): SiteRecorder {
  const during = (site: SiteId, run: () => unknown): unknown => {
    const before = recorder.sites.enter(site);
    try {
      const value = run();
      recorder.observe(site, value);
      if (value instanceof Promise) return observed(site, value);
      return value;
    } catch (error) {
      recorder.sites.passed(error, site);
      throw error;
    } finally {
      recorder.sites.leave(before);
    }
  };
  /** What an async call gives is known when its promise settles; so is where it failed. */
  const observed = (site: SiteId, promise: Promise<unknown>): Promise<unknown> =>
    promise.then(
      (value: unknown) => {
        recorder.observe(site, value);
        return value;
      },
      (error: unknown) => {
        recorder.sites.passed(error, site);
        throw error;
      },
    );
  const text = (site: SiteId) => callees[site] ?? "the value";

  return {
    call: (site, fn, ...args) =>
      during(site, () => {
        if (typeof fn !== "function") throw new TypeError(`${text(site)} is not a function`);
        return (fn as AnyFunction)(...args);
      }),
    method: (site, object, key, ...args) =>
      during(site, () => {
        const fn = memberOf(object, key);
        if (typeof fn !== "function") throw new TypeError(`${text(site)} is not a function`);
        // Not `fn.apply`: a module has a method of that name.
        return Reflect.apply(fn, object, args) as unknown;
      }),
    construct: (site, constructed, ...args) =>
      during(site, () => {
        if (typeof constructed !== "function") throw new TypeError(`${text(site)} is not a constructor`);
        return new (constructed as AnyClass)(...args);
      }),
    read: (site, object, key) => {
      if (object === null || object === undefined) return during(site, () => memberOf(object, key));
      const value = memberOf(object, key);
      recorder.observe(site, value);
      return value;
    },
    value: (site, value) => {
      recorder.observe(site, value);
      return value;
    },
    due: pauseIsDue,
    pause,
    model: (site, name, declared, inputs) => {
      models.push({ site, name, declared, inputs });
    },
  };
}

function memberOf(object: unknown, key: PropertyKey): unknown {
  if (object === null || object === undefined) {
    throw new TypeError(`Cannot read properties of ${String(object)} (reading '${String(key)}')`);
  }
  return Reflect.get(Object(object) as object, key, object);
}
