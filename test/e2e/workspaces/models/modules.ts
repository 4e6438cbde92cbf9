import { readFileSync } from "node:fs";
import { nn } from "tensorglass";
import pad from "left-pad";

const layer = new nn.Linear(readFileSync("size").length, pad(2));
