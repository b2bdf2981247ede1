import { RandomStream } from "../src/core/random.ts";
import type { Program } from "../src/operations/program.ts";
import type { Fill } from "../src/verify/checkDispatch.ts";

/** Values such as a tensor may have in training: indices in range, moments that are squares, everything else of both signs. */
export function plausible(program: Program, seed = 1): Fill {
  const streams = new Map<string, RandomStream>();
  return (name, index) => {
    const stream = streams.get(name) ?? new RandomStream(seed, name);
    streams.set(name, stream);
    const { type } = program.tensors.get(name)!;
    if (name === "images") return stream.below(256);
    if (name === "step") return 2;
    if (name === "order") return index % program.tensors.get("labels")!.shape[0];
    if (name === "labels" || name.endsWith("label") || name.endsWith("prediction")) return stream.below(2);
    if (type === "u32") return stream.below(4);
    if (name === "schedule") return 0.5 + stream.uniform();
    return name === "moment2" || name.endsWith(".sigmoid") ? stream.uniform() : 2 * stream.uniform() - 1;
  };
}
