/** The conversation between the page that checks and its worker. */
import type { Circumstances } from "../../verify/certificate.ts";
import type { CheckResult } from "../../verify/check.ts";

export type Request =
  /** Check every kernel, unless the network alone is wanted, and, where a preset is named, every dispatch of its network. Answered by `opened`, `result`s, then `done`. */
  | { readonly type: "start"; readonly preset: string | undefined; readonly onlyNetwork: boolean }
  /** Answered by `stopped`, after the checks under way. */
  | { readonly type: "stop" };

export type Message =
  | { readonly type: "opened"; readonly total: number; readonly circumstances: Circumstances }
  | { readonly type: "result"; readonly result: CheckResult }
  | { readonly type: "done" }
  | { readonly type: "stopped" }
  /** Nothing can be checked any more: no adapter, or one that went away. */
  | { readonly type: "failed"; readonly message: string };
