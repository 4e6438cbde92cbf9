// A file in a folder that has nothing installed: its import finds types through the extension alone.
import { nn } from "tensorglass";

export const layer = nn;
export const mistake: string = 1;
