import { cases } from "./case.ts";

export default cases({
  control: { gradient: [64], norm: [1], clipNorm: 0.01 },
  deviations: [
    { gradient: [1] },
    { gradient: [63] },
    { gradient: [65] },
    { gradient: [131] },
    { gradient: [256] },
    { gradient: [4096] },
    { clipNorm: 100 },
    { clipNorm: 1e-7 },
    { partials: 3 },
    { gradient: [131], partials: 4 },
    { scale: 1e-6 },
    { scale: 1e4 },
  ],
  errors: [
    {
      clipNorm: -1,
      says: 'clipByNorm: clipNorm is -1; a number above 0 was expected. Change "clipNorm".',
    },
    {
      clipNorm: 0,
      says: 'clipByNorm: clipNorm is 0; a number above 0 was expected. Change "clipNorm".',
    },
  ],
});
