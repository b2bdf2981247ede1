import { layerList, optional } from "../model/fields.ts";
import { layer } from "./layer.ts";

/**
 * y = F(x) + S(x): what its `layers` F make of the input, added to the input itself or to what the layers of its `shortcut` S make of
 * it (He, Zhang, Ren and Sun, 2015).
 *
 * F(x) and S(x) have the same shape, which is that of y. Inner layers are named `residual.conv`, those of the shortcut `residual.shortcut.conv`.
 */
export const residual = layer(
  "residual",
  { layers: layerList, shortcut: optional(layerList, []) },
  ({ layers, shortcut }, site) => {
    const a = site.inside(layers);
    const b = shortcut.length === 0 ? site.x : site.inside(shortcut, "shortcut");
    return site.emit("add", { a, b }).y;
  },
  ["layers", "shortcut"],
);
