import { expect, test } from "vitest";
import type { DataSplits } from "../../src/data/dataset.ts";
import { presets } from "../../src/model/presets.ts";
import { compileTraining } from "../../src/plan/compile.ts";
import type { Judgement, JudgeOptions } from "../../src/plan/engine.ts";
import { trainAndJudge } from "../../src/train/fit.ts";
import { Session } from "../../src/train/session.ts";
import { FakeEngine } from "../fakeEngine.ts";

const recipe = { ...presets.sigmoid2, batch: 10 };
const program = compileTraining(recipe, { count: 5000, shape: recipe.input });
const shape = [2, 1, 1] as const;
const train = {
  name: "t",
  shape,
  count: 5000,
  classes: 2,
  images: new Uint8Array(10_000),
  labels: new Uint8Array(5000),
};
const test1 = { ...train, count: 300, labels: new Uint8Array(300) };
const data = { train, test: test1 } as unknown as DataSplits;

/** Takes its time to judge, and tells of it. */
class Judging extends FakeEngine {
  readonly seconds: number;

  constructor(seconds = 0) {
    super({ depth: 1, sliceSeconds: 0.005 });
    this.seconds = seconds;
  }

  override async judge({ signal, onProgress }: JudgeOptions = {}): Promise<Judgement> {
    for (let done = 100; done <= 300; done += 100) {
      await new Promise((resolve) => setTimeout(resolve, (this.seconds * 1000) / 3));
      signal?.throwIfAborted();
      onProgress?.(done, 300);
    }
    return super.judge();
  }
}

const sessionOn = (engine: FakeEngine, epochs = 2) => new Session(engine, recipe, program, data, 1, { epochs });

function judgedSteps(options: Parameters<typeof trainAndJudge>[0]) {
  const steps: number[] = [];
  const done = trainAndJudge({ ...options, onEvent: (event) => event.event === "evaluate" && steps.push(event.step) });
  return done.then(() => steps);
}

test("without a share it judges after each epoch and at the end only", async () => {
  const session = sessionOn(new Judging(), 1.5);
  expect(await judgedSteps({ session, onEvent: () => {} })).toEqual([500, 750]);
});

test("with a share it judges between epochs, first when it is worth its time", async () => {
  const steps = await judgedSteps({ session: sessionOn(new Judging()), onEvent: () => {}, judgeShare: 0.15 });
  // A third of 300 samples' time, in 15 % of that of 67 batches of 10.
  expect(steps[0]).toBe(67);
  expect(steps).toContain(500);
  expect(steps.at(-1)).toBe(1000);
});

test("a costly test makes it wait longer for the next", async () => {
  const [cheap, dear] = await Promise.all(
    [0, 0.3].map((seconds) =>
      judgedSteps({ session: sessionOn(new Judging(seconds), 1), onEvent: () => {}, judgeShare: 0.15 }),
    ),
  );
  expect(dear.length).toBeLessThan(cheap.length);
});

test("a signal ends a test under way, without a result", async () => {
  const stop = new AbortController();
  const progress: number[] = [];
  const steps = await judgedSteps({
    session: sessionOn(new Judging(0.1)),
    onEvent: () => {},
    judgeShare: 0.15,
    signal: stop.signal,
    onJudging(done) {
      progress.push(done);
      if (done === 200) stop.abort();
    },
  });
  expect(progress).toEqual([100, 200]);
  expect(steps).toEqual([]);
});

test("where a last test is wanted, a signal does not interrupt it", async () => {
  const stop = new AbortController();
  const session = sessionOn(new Judging(0.05));
  const onJudging = () => stop.abort();
  const steps = await judgedSteps({
    session,
    onEvent: () => {},
    judgeWhenStopped: true,
    signal: stop.signal,
    onJudging,
  });
  expect(steps).toEqual([500]);
});
