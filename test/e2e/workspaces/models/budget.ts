import { nn, torch } from "tensorglass";

const layer = new nn.Linear(4, 2);
const small = layer(torch.ones(3, 4));
const large = torch.zeros(100_000, 100_000);
const sum = large.sum();
