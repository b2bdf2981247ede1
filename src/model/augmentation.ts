import type { AugmentationSpec } from "./recipe.ts";

/** How far handwritten digits can be moved, turned, sized, slanted and blurred by noise, and still be themselves. */
export const gentleAugmentation: AugmentationSpec = { shift: 2, rotation: 10, scale: 0.1, shear: 5, noise: 0.05 };
