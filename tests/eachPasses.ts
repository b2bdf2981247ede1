import { beforeAll, expect, it } from "vitest";
import type { Check, CheckResult } from "../src/verify/check.ts";
import { runChecks } from "../src/verify/runChecks.ts";
import { device, pipelines } from "./device.ts";

/** A test for each check. They run several at once, as `verify` runs them: most of their time is waiting for the device. */
export function eachPasses(checks: readonly Check[]): void {
  const results: CheckResult[] = [];

  beforeAll(async () => {
    for await (const result of runChecks(checks, { device, pipelines })) results.push(result);
  });

  it.each(checks.map(({ part, name, kernel }, index) => ({ title: `${part}, ${kernel}: ${name}`, index })))(
    "$title",
    ({ index }) => {
      expect(results[index]).toMatchObject({ pass: true, mistakes: [] });
    },
  );
}
