/** Scripts for PyTorch: `circledast/pytorch`. */
export { pytorchScript, type ScriptOptions } from "./exchange/pytorch/script.ts";
