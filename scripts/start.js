/** `npm start`: installs and builds what is missing, then `circledast start` trains a digit classifier. */
import { installPackages, run } from "./bootstrap.js";

await run(async () => {
  installPackages();
  const { build } = await import("./build.js");
  await build("page");
  process.argv.splice(2, 0, "start");
  await import("../bin/circledast.js");
});
