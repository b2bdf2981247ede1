import { all, cases } from "./case.ts";

const both = (...shape: number[]) => all(["dy", "x"], shape);

export default cases({
  control: both(2, 3, 4, 5),
  deviations: [
    both(1),
    both(63),
    both(64),
    both(65),
    both(256),
    both(3, 43),
    { scale: 1e-6 },
    { scale: 5 },
    { scale: 16 },
    { scale: 100 },
    { scale: 1e30 },
    { approximate: "tanh" },
    { approximate: "tanh", ...both(65) },
    { approximate: "tanh", scale: 1e-6 },
    { approximate: "tanh", scale: 5 },
    { approximate: "tanh", scale: 16 },
    { approximate: "tanh", scale: 100 },
    { approximate: "tanh", scale: 1e30 },
  ],
  errors: [
    {
      approximate: "erf",
      says: 'geluGrad: approximate is "erf"; one of none, tanh was expected. Choose one of them.',
    },
  ],
});
