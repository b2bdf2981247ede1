/** `npm run test:long`: the tests that take minutes each, which `npm test` leaves out. */
import { startVitest } from "vitest/node";
import { root } from "./bootstrap.js";

process.env.CIRCLEDAST_LONG = "1";
const vitest = await startVitest("test", [], { root, watch: false, allowOnly: false, project: ["long"] });
await vitest.close();
