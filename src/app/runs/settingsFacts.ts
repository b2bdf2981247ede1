/** The settings of a run as facts: what of them can make two runs differ. */
import { count } from "../look/format.ts";
import type { RunSettings } from "../protocol.ts";
import type { Facts } from "./facts.ts";

const places: Readonly<Record<RunSettings["device"], string>> = {
  auto: "best device",
  gpu: "GPU",
  cpu: "CPU",
};

export function factsOf({ preset, seed, batch, epochs, steps, device, augment, kernels }: RunSettings): Facts {
  return new Map([
    ["preset", preset],
    ["pictures", augment === "yes" ? "pictures varied" : "pictures as they are"],
    ["batch", `batch ${count(batch)}`],
    ["seed", `seed ${seed}`],
    ["length", steps === undefined ? `epochs ${epochs}` : `steps ${count(steps)}`],
    ["device", places[device]],
    ["kernels", kernels === "tuned" ? "kernels timed" : "kernels predicted"],
  ]);
}
