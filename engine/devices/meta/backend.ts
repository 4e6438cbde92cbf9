/** No values at all: kernels do nothing, shapes are all there is. Stands in for every device in a run without values. */
import type { DType } from "../../dtype.ts";
import { RuntimeError } from "../../errors.ts";
import { Storage } from "../../storage.ts";
import type { DeviceName } from "../../trace/trace.ts";
import type { Backend } from "../backend.ts";

class MetaStorage extends Storage {
  readonly backend = "meta";
}

export const metaBackend: Backend = {
  name: "meta",
  allocate: (device: DeviceName, dtype: DType, length: number) => new MetaStorage(device, dtype, length),
  run: () => {},
  write: () => {},
  read: async () => {
    throw new RuntimeError("Cannot copy out of meta tensor; no data!");
  },
};
