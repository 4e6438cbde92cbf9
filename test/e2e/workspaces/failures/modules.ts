import { readFileSync } from "node:fs";
import { nn } from "tensorglass";
import something from "left-pad";

const layer = new nn.Linear(2, 2);
