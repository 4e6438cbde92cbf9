/** Random calls of the ops that models are made of, on the CPU, against their definitions in double. */
import { describe } from "vitest";
import { elementwise } from "./elementwise.ts";
import { alongLines } from "./lines.ts";
import { moves, products } from "./windows.ts";

describe("elementwise, broadcast", () => elementwise("cpu"));
describe("along dimensions", () => alongLines("cpu"));
describe("products and windows", () => products("cpu"));
describe("indexing and joining", () => moves("cpu"));
