/**
 * Which picture is to be drawn: the forward graph of an iteration with some calls open, or the autograd graph of one
 * `makeDot`. Made from a reading and the user's choices, and nothing else.
 */
import { autogradDot, defaultAutogradOutput } from "./graph/autogradDot.ts";
import { autogradModel, outputsTitle } from "./graph/autogradModel.ts";
import { type CallNode, callTree } from "./graph/callTree.ts";
import { forwardModel } from "./graph/forwardModel.ts";
import type { Key, TargetId } from "./graph/keys.ts";
import { EMPTY_MODEL, type GraphKind, type GraphModel } from "./graph/model.ts";
import { everyCall, openCalls } from "./graph/opening.ts";
import type { Reading } from "./trace/reading.ts";

export interface Choices {
  readonly kind: GraphKind;
  readonly open: ReadonlyMap<Key, boolean>;
  readonly iteration: number;
  /** The `makeDot` to show; null for the last. */
  readonly dot: TargetId | null;
}

export interface GraphPicture {
  /** The same for every run of the same graph: viewports are remembered by it. */
  readonly name: string;
  readonly model: GraphModel;
  /** The graph as DOT, where that is not made from the model. */
  readonly dot: string | null;
  /** Why there is nothing to see, when there is nothing. */
  readonly empty: { readonly title: string; readonly message: string } | null;
}

export interface DotChoice {
  readonly id: TargetId;
  readonly event: number;
  readonly title: string;
}

/** The graphs that the script drew itself, in order. */
export function dotChoices({ trace, keys, names }: Reading): readonly DotChoice[] {
  return trace.events.flatMap((event, index) =>
    event.kind === "dot"
      ? [
          {
            id: keys.id({ kind: "event", event: index }),
            event: index,
            title: outputsTitle(trace, event.outputs, names.tensor),
          },
        ]
      : [],
  );
}

export function chosenDot(reading: Reading, wanted: TargetId | null): DotChoice | null {
  const choices = dotChoices(reading);
  return choices.find(({ id }) => id === wanted) ?? choices.at(-1) ?? null;
}

export function rootCall(reading: Reading, iteration: number): CallNode {
  return callTree(reading, reading.keys, iteration);
}

/** For "expand all". */
export function allCalls(reading: Reading, iteration: number): readonly Key[] {
  return everyCall(rootCall(reading, iteration));
}

export function drawPicture(reading: Reading, choices: Choices): GraphPicture {
  return choices.kind === "forward" ? forwardPicture(reading, choices) : autogradPicture(reading, choices);
}

function forwardPicture(reading: Reading, { iteration, open }: Choices): GraphPicture {
  const root = rootCall(reading, iteration);
  const model = forwardModel(reading, root, openCalls(reading.trace, root, open));
  const empty =
    model.nodes.length > 0
      ? null
      : {
          title: "No operation has run",
          message:
            "Call your model at the end of the file, or give its forward an example: /** @input x [1, 3, 32, 32] */.",
        };
  return { name: "forward", model, dot: null, empty };
}

function autogradPicture(reading: Reading, { dot: wanted }: Choices): GraphPicture {
  const { trace, keys } = reading;
  const chosen = chosenDot(reading, wanted);
  const event = chosen === null ? undefined : trace.events[chosen.event];
  const name = `autograd ${chosen?.id ?? ""}`;
  const output = chosen === null ? defaultAutogradOutput(trace) : null;
  const dot = event?.kind === "dot" ? event.dot : output === null ? null : autogradDot(trace, output);
  if (dot === null) {
    return {
      name,
      model: { ...EMPTY_MODEL, kind: "autograd" },
      dot,
      empty: { title: "No backward graph", message: "Nothing that was computed requires grad." },
    };
  }
  try {
    return { name, model: autogradModel(dot, trace, keys), dot, empty: null };
  } catch (error) {
    return {
      name,
      model: { ...EMPTY_MODEL, kind: "autograd" },
      dot,
      empty: {
        title: "The DOT text could not be read",
        message: error instanceof Error ? error.message : "",
      },
    };
  }
}
