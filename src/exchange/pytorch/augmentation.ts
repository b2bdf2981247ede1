/** Augmentation as Python. */
import { augmentationFields } from "../../layers/augment.ts";
import { isAugmented } from "../../model/augmentation.ts";
import { readFields } from "../../model/fields.ts";
import type { Recipe } from "../../model/recipe.ts";
import { indented } from "./python.ts";

/** The function's lines that move pixels. */
function moving({ shift, rotation, scale, shear }: Readonly<Record<string, number>>): string {
  const lines: string[] = [];
  const matrices: string[] = [];
  if (scale > 0) lines.push(`size = (1 + uniform(${scale})).view(n, 1, 1)`);
  if (rotation > 0) {
    lines.push(`angle = uniform(math.radians(${rotation}))`, "cos, sin = angle.cos(), angle.sin()");
    lines.push("turn = matrices(cos, -sin, sin, cos)");
    matrices.push("turn");
  }
  if (shear > 0) {
    lines.push(`tilt = uniform(math.tan(math.radians(${shear})))`);
    lines.push("one, zero = torch.ones_like(tilt), torch.zeros_like(tilt)", "slant = matrices(one, tilt, zero, one)");
    matrices.push("slant");
  }
  const shown = matrices.length === 2 ? "turn @ slant" : (matrices[0] ?? "torch.eye(2, device=x.device)");
  const map = scale === 0 ? shown : matrices.length === 2 ? `size * (${shown})` : `size * ${shown}`;
  const isStraight = lines.length === 0;
  return `${lines.map((line) => `${line}\n`).join("")}${
    shift === 0
      ? "moved = torch.zeros(n, 2, 1, device=x.device)"
      : `moved = torch.stack([uniform(${shift}), uniform(${shift})], dim=1).view(n, 2, 1)`
  }
# From the places of the new picture to those of the old one, in pixels from the
# centre; then in half widths and half heights, as grid_sample counts.
back = ${isStraight ? `${shown}.expand(n, 2, 2)` : `torch.linalg.inv(${map})`}
theta = torch.cat([back, -back @ moved], dim=2)
sides = torch.tensor([width / 2, height / 2, 1], device=x.device)
theta = theta * sides / sides[:2].view(2, 1)
grid = F.affine_grid(theta, x.shape, align_corners=False)
x = F.grid_sample(x, grid, align_corners=False)
`;
}

/** `augment(x)`; undefined where pictures stay as they are. */
export function augmentText(recipe: Recipe): string | undefined {
  if (!isAugmented(recipe)) return undefined;
  const amounts = readFields("augmentation", augmentationFields, { ...recipe.augmentation }, [], "augmentation");
  const { noise, rotation, shear, ...others } = amounts;
  const isMoved = rotation > 0 || shear > 0 || Object.values(others).some((amount) => amount > 0);
  const matrices = `
def matrices(a, b, c, d):
    return torch.stack([a, b, c, d], dim=1).view(n, 2, 2)
`;
  const helpers = `n, _, height, width = x.shape

def uniform(limit):
    return limit * (2 * torch.rand(n, device=x.device) - 1)
${rotation > 0 || shear > 0 ? matrices : ""}
`;
  const body = [
    isMoved ? helpers + moving(amounts) : "",
    noise > 0 ? `return x + ${noise} * torch.randn_like(x)` : "return x",
  ].join("");
  return `def augment(x):
    """Changes every picture at random.

    circledast draws from the same ranges, but other numbers: its losses differ.
    """
${indented(body)}`;
}
