/** What is noted of how a run is computed, and what is said where that is another. */
import { describe, expect, it } from "vitest";
import { referenceDevice } from "../../src/core/device.ts";
import type { Checkpoint } from "../../src/train/checkpoint.ts";
import { changesSince, madeWith } from "../../src/train/madeWith.ts";
import type { Session } from "../../src/train/session.ts";

const sessionWith = (kernels?: readonly string[]) =>
  ({ engine: { device: referenceDevice, storage: "f32", ...(kernels && { kernels }) } }) as unknown as Session;

/** What is said of a run made in one way that goes on in another. */
async function said(before: [string, string[]?], now: [string, string[]?]): Promise<string[]> {
  const noted = await madeWith(sessionWith(before[1]), "1.0.0", before[0]);
  const session = sessionWith(now[1]);
  const from = { device: referenceDevice.description, notes: noted } as unknown as Checkpoint;
  return changesSince(from, session, await madeWith(session, "1.0.0", now[0]));
}

const [one, other] = [
  ["denseTiled(dense.dense)", "relu(relu.relu)"],
  ["dense(dense.dense)", "relu(relu.relu)"],
];

describe("a run that goes on", () => {
  it("says nothing where all is as it was", async () => {
    expect(await said(["tuned", one], ["tuned", one])).toEqual([]);
  });

  it("says it where another tuning stands under the same name", async () => {
    expect(await said(["tuned", one], ["tuned", other])).toEqual([
      "So far the run had the kernels tuned as they were chosen then; with the present choice it may come to other bits.",
    ]);
  });

  it("names both where they were chosen in another way, and says nothing where that gave the same ones", async () => {
    expect(await said(["default", one], ["plain", other])).toEqual([
      "So far the run had the kernels default; with plain it may come to other bits.",
    ]);
    expect(await said(["default", one], ["tuned", one])).toEqual([]);
  });

  it("goes by the name where no choice is noted, as in a checkpoint of an earlier version", async () => {
    expect(await said(["tuned"], ["tuned", one])).toEqual([]);
    expect(await said(["default"], ["tuned", one])).toHaveLength(1);
    expect(await said(["default", one], ["default"])).toEqual([]);
  });
});
