import { cases } from "./case.ts";

export default cases({
  control: { gradient: [64] },
  deviations: [
    { gradient: [1] },
    { gradient: [17] },
    { gradient: [32] },
    { gradient: [33] },
    { gradient: [49] },
    { gradient: [63] },
    { gradient: [255] },
    { gradient: [256] },
    { gradient: [257] },
    { gradient: [1031] },
    { partials: 3 },
    { gradient: [131], partials: 4 },
    { scale: 1e-6 },
    { scale: 1e6 },
  ],
});
