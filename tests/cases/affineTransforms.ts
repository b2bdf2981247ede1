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
});
