/** The functions of the operations as people write them: z is what goes in, y what comes out. */
const functions: Readonly<Record<string, string>> = {
  relu: "ReLU(z)",
  sigmoid: "σ(z)",
  tanh: "tanh(z)",
  gelu: "GELU(z)",
  silu: "SiLU(z)",
  leakyRelu: "LeakyReLU(z)",
  reluGrad: "∂L/∂y where y > 0, else 0",
  sigmoidGrad: "∂L/∂y · y · (1 − y)",
  tanhGrad: "∂L/∂y · (1 − y²)",
  geluGrad: "∂L/∂y · GELU′(z)",
  siluGrad: "∂L/∂y · SiLU′(z)",
  leakyReluGrad: "∂L/∂y where z > 0, else slope · ∂L/∂y",
  softmaxCrossEntropy: "ln Σ exp(z) − z[label]",
  softmaxCrossEntropyGrad: "softmax(z) − 1 at the label, softmax(z) elsewhere",
  squaredError: "Σ (target − z)²",
  squaredErrorGrad: "−2 · (target − z)",
  batchNorm: "weight · (z − mean) / √(variance + ε) + bias",
  batchNormInputGrad: "weight / √(variance + ε) · ∂L/∂y",
  batchNormParameterGrads: "Σ ∂L/∂y · (z − mean) / √(variance + ε)",
  classify: "the class of the greatest output",
  softmax: "exp(z) / Σ exp(z)",
  softmaxGrad: "y · (∂L/∂y − Σ ∂L/∂y · y)",
  oneHot: "1 at the label, else 0",
};

/** The operations' inputs are x everywhere; but on the page x is the picture. */
const roles: Readonly<Record<string, string>> = { x: "z", dy: "∂L/∂y" };

export const functionOf = (op: string): string => functions[op] ?? op;
export const roleName = (role: string): string => roles[role] ?? role;
