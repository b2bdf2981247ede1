/**
 * The rooms of src/ and which way the arrows run: a room imports itself and rooms of the levels before its own, never another
 * of its own level or a later one.
 */
const levels = [
  ["core"],
  ["model", "operations"],
  ["layers", "losses", "optimizers", "reference", "kernels", "data", "io"],
  ["plan"],
  ["gpu", "inspect"],
  ["compute"],
  ["verify"],
  ["tune"],
  ["train"],
  ["exchange"],
  ["app", "cli"],
];

/** Rooms that may import less than their level gives them. */
const narrower = { data: ["core", "model"], io: ["core", "model"] };

/** The npm packages that a room may import; every other room does without. */
const packages = { exchange: ["@bufbuild/protobuf"], app: ["uplot", "image-size"], cli: ["webgpu", "playwright-core"] };

const rooms = levels.flat();

const arrows = levels.flatMap((level, index) =>
  level.map((room) => {
    const allowed = [room, ...(narrower[room] ?? levels.slice(0, index).flat())];
    return {
      name: `${room}-arrows`,
      comment: `src/${room} imports only ${allowed.join(", ")}.`,
      severity: "error",
      from: { path: `^src/${room}/` },
      to: {
        path: "^src/",
        pathNot: [
          `^src/(${allowed.join("|")})/`,
          // The rule below says which file may.
          ...(room === "cli" ? ["^src/app/headless[.]ts$"] : []),
        ],
      },
    };
  }),
);

export default {
  forbidden: [
    ...arrows,
    {
      name: "known-rooms",
      comment: `A room of src/ stands in .dependency-cruiser.js: ${rooms.join(", ")}.`,
      severity: "error",
      from: { path: "^src/", pathNot: `^src/((index|onnx|pytorch)[.]ts$|(${rooms.join("|")})/)` },
      to: {},
    },
    {
      name: "page-only-in-headless",
      comment:
        "Of the command line, only src/cli/headless.ts knows the page, and of that the types of app/headless.ts.",
      severity: "error",
      from: { path: "^src/cli/", pathNot: "^src/cli/headless[.]ts$" },
      to: { path: "^src/app/" },
    },
    {
      name: "public-api",
      comment:
        "src/index.ts is for users of the library. It re-exports neither page nor command line, and no room imports it.",
      severity: "error",
      from: { path: "^src/(index|onnx|pytorch)[.]ts$" },
      to: { path: "^src/(app|cli)/" },
    },
    {
      name: "public-api-unused",
      comment: "No room imports src/index.ts: import from the room itself.",
      severity: "error",
      from: { path: "^src/" },
      to: { path: "^src/(index|onnx|pytorch)[.]ts$" },
    },
    {
      name: "node-only-in-cli",
      comment: "Only src/cli imports node: modules; everything else runs in a browser too.",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/cli/" },
      to: { dependencyTypes: ["core"] },
    },
    ...rooms.map((room) => ({
      name: `${room}-packages`,
      comment: `src/${room} imports ${packages[room]?.join(", ") ?? "no npm package"}.`,
      severity: "error",
      from: { path: `^src/${room}/` },
      to: {
        path: "^node_modules/",
        ...(packages[room] ? { pathNot: `^node_modules/(@types/)?(${packages[room].join("|")})/` } : {}),
      },
    })),
    {
      name: "shaders-only-in-kernels",
      comment: "Only src/kernels imports shaders.",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/kernels/" },
      to: { path: "^#shaders/" },
    },
    {
      name: "tests-only-cases",
      comment: "Of the tests, src reads the tables of cases and nothing else.",
      severity: "error",
      from: { path: "^src/" },
      to: { path: "^tests/", pathNot: "^tests/cases/" },
    },
    {
      name: "cases-only-in-verify",
      comment: "Of src, only src/verify reads the tables of cases.",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/verify/" },
      to: { path: "^tests/" },
    },
    {
      name: "no-cycles",
      comment: "Two files that import each other, even if only types, are one file or lack a third.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "resolvable",
      comment: "What is imported is there.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: "^#shaders/" },
    },
  ],
  options: {
    parser: "swc",
    doNotFollow: { path: "^node_modules/" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "types", "default"],
      extensions: [".ts", ".js"],
    },
  },
};
