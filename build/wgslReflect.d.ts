// The package's `main` is a CommonJS file that Node takes for an ES module; its module build works, but has no types of its own.
declare module "wgsl_reflect/wgsl_reflect.module.js" {
  export * from "wgsl_reflect";
}
