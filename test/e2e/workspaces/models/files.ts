import { Image } from "tensorglass";

const picture = Image.open("missing.jpg");
