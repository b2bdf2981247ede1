import { cases } from "./case.ts";

export default cases({
  control: { label: [3], features: 10 },
  deviations: [
    { label: [1] },
    { label: [63], features: 1 },
    { label: [64], features: 1 },
    { label: [65], features: 1 },
    { label: [256], features: 1 },
    { label: [7], features: 9 },
    { features: 2 },
  ],
  errors: [
    {
      features: 0,
      says: 'oneHot: features is 0; a positive whole number was expected. Set "features" to 1 or more.',
    },
  ],
});
