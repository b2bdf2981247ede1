import type { ShaderModule } from "../kernels/shader.ts";

/** A number as a WGSL literal of the constant's type. */
function literal(value: number, type: "u32" | "i32" | "f32"): string {
  if (type === "u32") return `${value}u`;
  return type === "i32" ? `${value}i` : `${Number.isInteger(value) ? value.toFixed(1) : Math.fround(value)}f`;
}

/** The shader's code with the literals of its constants replaced; everything else, and every line number, stays. */
export function specialize({ name, code, constants }: ShaderModule, values: Readonly<Record<string, number>>): string {
  return Object.entries(values).reduce((text, [constant, value]) => {
    if (!Object.hasOwn(constants, constant)) throw new Error(`${name}: there is no constant ${constant}`);
    const declaration = new RegExp(`^(const\\s+${constant}\\b[^=]*=)[^;]*;`, "m");
    return text.replace(declaration, `$1 ${literal(value, constants[constant].type)};`);
  }, code);
}
