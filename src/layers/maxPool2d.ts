import { layer } from "./layer.ts";
import { pool, poolingFields } from "./pooling.ts";

/**
 * P = pool(C): the greatest of each `size` window, every `stride`; windows lie side by side where no stride is given. Padding never
 * wins. With `ceilMode` a last window may reach beyond the padded map.
 *
 * [N, C, H, W] → [N, C, P, Q] with P = ⌊(top + H + bottom − size)/stride⌋ + 1, Q likewise.
 */
export const maxPool2d = layer("pool", poolingFields, (fields, site) => pool("maxPool2d", fields, site));
