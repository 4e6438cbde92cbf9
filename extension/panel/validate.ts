/**
 * Is this a message of the panel? The panel runs our own code, but beside a worker with the user's; nothing that comes
 * from there is taken on trust. One small predicate per field, composed like the types they check.
 */
import type { Trace, TraceDevice, TraceError } from "../../engine/trace/trace.ts";
import type { FromPanel, PanelRequest, Problem, SourceRange } from "../../webview/protocol.ts";

type Check<Type> = (value: unknown) => value is Type;
type Test = (value: unknown) => boolean;
/** A test for each field of a type: a field that is forgotten does not compile. */
type Fields<Type> = { readonly [Key in keyof Type]-?: Test };

const isString: Test = (value) => typeof value === "string";
const isBoolean: Test = (value) => typeof value === "boolean";
const isNumber: Test = (value) => typeof value === "number" && Number.isFinite(value);
const isCount: Test = (value) => typeof value === "number" && Number.isFinite(value) && value >= 0;

const listOf =
  (test: Test): Test =>
  (value) =>
    Array.isArray(value) && value.every(test);

const orNull =
  (test: Test): Test =>
  (value) =>
    value === null || test(value);

const oneOf =
  (...values: readonly string[]): Test =>
  (value) =>
    values.some((each) => each === value);

const hasFields = (value: object, fields: Readonly<Record<string, Test>>): boolean =>
  Object.entries(fields).every(([key, test]) => test((value as Readonly<Record<string, unknown>>)[key]));

const record =
  <Type>(fields: Fields<Type>): Check<Type> =>
  (value): value is Type =>
    typeof value === "object" && value !== null && hasFields(value, fields);

/** One of a union's members, told apart by a tag; `members` holds the fields beside the tag. */
const union =
  <Tag extends string, Type extends Readonly<Record<Tag, string>>>(
    tag: Tag,
    members: { readonly [Name in Type[Tag]]: Fields<Omit<Extract<Type, Readonly<Record<Tag, Name>>>, Tag>> },
  ): Check<Type> =>
  (value): value is Type => {
    if (typeof value !== "object" || value === null) return false;
    const name = (value as Readonly<Record<string, unknown>>)[tag];
    const fields = Object.entries<Readonly<Record<string, Test>>>(members).find(([each]) => each === name);
    return fields !== undefined && hasFields(value, fields[1]);
  };

const isSourceRange = record<SourceRange>({ uri: isString, start: isCount, end: isCount });
const isProblem = record<Problem>({ title: isString, message: isString, range: orNull(isSourceRange) });

const isErrorKind = oneOf("model", "code", "file", "budget", "device", "internal");
const isTraceError = record<TraceError>({
  name: isString,
  message: isString,
  kind: isErrorKind,
  sites: listOf(isCount),
  op: orNull(isCount),
});
const isDevice = record<TraceDevice>({
  name: oneOf("cpu", "webgpu", "meta"),
  reason: isString,
  adapter: orNull(isString),
});
/** Only what the host reads of a trace: where it ran and how it ended. */
const isTrace = record<Pick<Trace, "version" | "mode" | "device" | "error">>({
  version: isNumber,
  mode: oneOf("values", "shapes"),
  device: isDevice,
  error: orNull(isTraceError),
});

const isRequest = union<"kind", PanelRequest>("kind", {
  readFile: { path: isString },
  save: { name: isString, text: isString },
});

export const isFromPanel = union<"type", FromPanel>("type", {
  ready: { version: isNumber },
  reveal: { range: isSourceRange, beside: isBoolean },
  ran: { generation: isCount, trace: isTrace },
  runFailed: { generation: isCount, problem: isProblem },
  painted: { generation: isCount, ms: isNumber },
  log: { level: oneOf("info", "warn", "error"), text: isString },
  request: { id: isCount, request: isRequest },
});
