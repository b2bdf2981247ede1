/**
 * What went wrong, for whom, and the way out. Every error a user can meet is one of these; its message has the form
 *
 *     subject: what was found; what was expected. What to do.
 */
export class CircledastError extends Error {
  override name = "CircledastError";
}

/** A network, recipe or option that cannot work: bad usage, found before anything runs. */
export class SpecError extends CircledastError {
  override name = "SpecError";
}

/** Shapes that do not fit each other. */
export class ShapeError extends SpecError {
  override name = "ShapeError";
}

/** A data set or one of its files that is not what it claims to be. */
export class DataError extends CircledastError {
  override name = "DataError";
}

/** A weights or model file that is not what it claims to be. */
export class FormatError extends CircledastError {
  override name = "FormatError";
}

/** The device asked for is not there. */
export class DeviceError extends CircledastError {
  override name = "DeviceError";
}

/** The device was there and is gone: destroyed, reset or removed while it worked. */
export class DeviceLostError extends DeviceError {
  override name = "DeviceLostError";
  /** What the driver or whoever took it said. */
  readonly reason: string;

  constructor(reason: string) {
    super(`device: it was lost (${reason}); it was expected to finish its work. Train again to get a new one.`);
    this.reason = reason;
  }
}

/** Training that ran away: a loss or a parameter is no longer a finite number, and no step after it means anything. */
export class DivergedError extends CircledastError {
  override name = "DivergedError";
}
