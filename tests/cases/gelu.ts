import { cases, workgroupEdges } from "./case.ts";

// From 14 on the kernel takes the tail as nothing: scales take values to both sides of that, and far beyond.
export default cases({
  control: { x: [2, 3, 4, 5] },
  deviations: [
    ...workgroupEdges,
    { scale: 1e-6 },
    { scale: 5 },
    { scale: 16 },
    { scale: 100 },
    { scale: 1e30 },
    { approximate: "tanh" },
    { approximate: "tanh", x: [65] },
    { approximate: "tanh", scale: 1e-6 },
    { approximate: "tanh", scale: 5 },
    { approximate: "tanh", scale: 16 },
    { approximate: "tanh", scale: 100 },
    { approximate: "tanh", scale: 1e30 },
  ],
  errors: [
    {
      approximate: "erf",
      says: 'gelu: approximate is "erf"; one of none, tanh was expected. Choose one of them.',
    },
  ],
});
