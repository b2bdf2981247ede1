import { adamCases } from "./adam.ts";

export default adamCases("adamW");
