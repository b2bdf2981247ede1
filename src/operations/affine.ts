/** How far a random affine map may go, each drawn uniformly. */
export interface AffineAttributes {
  /** Pixels, up, down, left and right. */
  readonly shift: number;
  /** Degrees, both ways. */
  readonly rotation: number;
  /** Share of the size, larger and smaller. */
  readonly scaling: number;
  /** Degrees, by which an upright line is tilted, both ways. */
  readonly shear: number;
}

/** The numbers by which draws in [−1, 1) are multiplied. */
export function affineRanges({ shift, rotation, scaling, shear }: AffineAttributes) {
  return { shift, halfAngle: (rotation / 360) * Math.PI, scaling, shear: Math.tan((shear / 180) * Math.PI) };
}
