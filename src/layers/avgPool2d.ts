import { optional, trueOrFalse } from "../model/fields.ts";
import { layer } from "./layer.ts";
import { pool, poolingFields } from "./pooling.ts";

/**
 * P = pool(C): the mean of each `size` window, every `stride`; windows lie side by side where no stride is given. Padding is 0, and
 * counts unless `countIncludePad` is false. With `ceilMode` a last window may reach beyond the padded map; what lies there never counts.
 *
 * [N, C, H, W] → [N, C, P, Q] with P = ⌊(top + H + bottom − size)/stride⌋ + 1, Q likewise.
 */
export const avgPool2d = layer(
  "pool",
  { ...poolingFields, countIncludePad: optional(trueOrFalse, true) },
  ({ countIncludePad, ...fields }, site) => pool("avgPool2d", fields, site, { countIncludePad }),
);
