import { ShapeError } from "../core/errors.ts";
import { formatShape, sameShape } from "../core/shape.ts";
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
  { layers: layerList, shortcut: optional(layerList) },
  ({ layers, shortcut }, site) => {
    const a = site.inside(layers, "layers");
    const b = shortcut === undefined ? site.x : site.inside(shortcut, "shortcut");
    const [aShape, bShape] = [site.shapeOf(a), site.shapeOf(b)];
    if (!sameShape(aShape, bShape)) {
      const other = shortcut === undefined ? "its input is" : "its shortcut";
      const remedy =
        shortcut === undefined
          ? 'Give its layers "padding": "same", or it a shortcut that makes that shape of the input.'
          : "Change the layers of one of them.";
      throw new ShapeError(
        `residual: its layers give ${formatShape(aShape.slice(1))}, ${other} ${formatShape(bShape.slice(1))}; ` +
          `the same shape was expected. ${remedy}`,
      );
    }
    return site.emit("add", { a, b }).y;
  },
  ["layers", "shortcut"],
);
