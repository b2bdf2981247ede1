import { cases } from "./case.ts";

const none = { shift: 0, rotation: 0, scaling: 0, shear: 0 };

export default cases({
  control: { seed: [2], step: [1], batch: 5, stream: 7, shift: 2, rotation: 10, scaling: 0.1, shear: 5 },
  deviations: [
    { batch: 1 },
    { batch: 63 },
    { batch: 64 },
    { batch: 65 },
    { batch: 256 },
    { stream: 8 },
    none,
    { ...none, shift: 2 },
    { ...none, rotation: 10 },
    { ...none, rotation: 180, batch: 64 },
    { ...none, scaling: 0.1 },
    { ...none, scaling: 0.9 },
    { ...none, shear: 5 },
    { ...none, shear: 60 },
    { shift: 0.5 },
  ],
  errors: [
    {
      rotation: 3600,
      says: 'affineTransforms: rotation is 3600; a number of at least 0 and at most 180 was expected. Change "rotation".',
    },
    {
      shift: -1,
      says: 'affineTransforms: shift is -1; a number of at least 0 and at most 1000 was expected. Change "shift".',
    },
    {
      scaling: 1.5,
      says: 'affineTransforms: scaling is 1.5; a number of at least 0 and below 1 was expected. Change "scaling".',
    },
    {
      shear: 81,
      says: 'affineTransforms: shear is 81; a number of at least 0 and at most 80 was expected. Change "shear".',
    },
    {
      batch: 0,
      says: 'affineTransforms: batch is 0; a positive whole number was expected. Set "batch" to 1 or more.',
    },
    {
      stream: 2 ** 32,
      says: 'affineTransforms: stream is 4294967296; a whole number from 0 to 4294967295 was expected. Change "stream".',
    },
  ],
});
