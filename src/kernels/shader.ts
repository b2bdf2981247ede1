/** A module-scope `const` of a shader whose value is one literal: the host specialises a kernel by replacing that literal. */
export interface ShaderConstant {
  readonly type: "u32" | "i32" | "f32";
  /** The default that the file itself gives. */
  readonly value: number;
}

/** A buffer that a shader asks for. */
export interface ShaderBinding {
  readonly group: number;
  readonly binding: number;
  readonly access: "read" | "read_write" | "uniform";
  /** The WGSL type of the variable: `array<f32>`, `array<atomic<u32>>`, a struct's name. */
  readonly type: string;
}

/** An extension of the language that a shader asks for, as WebGPU's devices name it. */
export type ShaderFeature = "subgroups" | "shader-f16";

/** A compute entry point. */
export interface ShaderEntry {
  /** One to three sizes; each a number, or the name of a constant of `constants`. */
  readonly workgroupSize: readonly (number | string)[];
}

/**
 * A kernel's source with its interface, as `import shader from "#shaders/name.wgsl"` gives it. The interface is read from the
 * WGSL when the project is built; the generated types name every constant, binding and entry point literally.
 */
export interface ShaderModule<
  Constants extends Readonly<Record<string, ShaderConstant>> = Readonly<Record<string, ShaderConstant>>,
  Bindings extends Readonly<Record<string, ShaderBinding>> = Readonly<Record<string, ShaderBinding>>,
  Entries extends Readonly<Record<string, ShaderEntry>> = Readonly<Record<string, ShaderEntry>>,
> {
  /** What a device must have for it. */
  readonly features: readonly ShaderFeature[];
  /** Stem of the file: `avgPool2d` for `shaders/avgPool2d.wgsl`. */
  readonly name: string;
  /** The file, followed by what it uses of `shaders/lib/`. */
  readonly code: string;
  /** In the library, whose users load no shader that they do not run: gives the code, which is empty there. */
  readonly later?: () => Promise<string>;
  readonly constants: Constants;
  readonly bindings: Bindings;
  readonly entries: Entries;
}
