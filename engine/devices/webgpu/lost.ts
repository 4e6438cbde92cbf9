/** The GPU went away: reset, unplugged, or taken for taking too long. */
export class DeviceLostError extends Error {
  override name = "DeviceLostError";
}
