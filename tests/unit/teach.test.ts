import { beforeAll, expect, test } from "vitest";
import { RandomStream } from "../../src/core/random.ts";
import type { Dataset } from "../../src/data/dataset.ts";
import type { NamedTensor } from "../../src/io/safetensors.ts";
import type { Recipe } from "../../src/model/recipe.ts";
import { openRun } from "../../src/train/openRun.ts";
import { Predictor } from "../../src/train/predictor.ts";
import type { Session } from "../../src/train/session.ts";
import { type Lesson, lessonSet, teach, usualMix } from "../../src/train/teach.ts";

const SIDE = 12;

/** A bar, upright (class 0) or lying (class 1), with noise. */
function bars(count: number): Dataset {
  const stream = new RandomStream(3, "bars");
  const images = Uint8Array.from({ length: count * SIDE * SIDE }, () => stream.below(60));
  const labels = Uint8Array.from({ length: count }, (_, i) => i % 2);
  for (let i = 0; i < count; i++) {
    const at = 3 + stream.below(6);
    for (let along = 2; along < 10; along++) {
      const place = labels[i] === 0 ? along * SIDE + at : at * SIDE + along;
      images[i * SIDE * SIDE + place] = 255;
    }
  }
  return { name: "bars", shape: [1, SIDE, SIDE], count, classes: 2, images, labels };
}

/** A slanted bar, which is neither. */
function slanted(label: number): Lesson {
  const picture = new Uint8Array(SIDE * SIDE);
  for (let i = 2; i < 10; i++) picture[i * SIDE + i] = 255;
  return { picture, label };
}

const recipe: Recipe = {
  name: "small",
  input: [1, SIDE, SIDE],
  layers: [{ type: "flatten" }, { type: "dense", units: 12 }, { type: "relu" }, { type: "dense", units: 2 }],
  loss: "softmaxCrossEntropy",
  optimizer: { type: "momentum", learningRate: 0.05, momentum: 0.9 },
  batch: 20,
};
const data = { train: bars(400), test: bars(100) };
const mix = { ...usualMix, steps: 30, rate: 0.5 };
let session: Session;
let parameters: NamedTensor[];

beforeAll(async () => {
  ({ session } = await openRun({ recipe, data, seed: 1, length: { epochs: 6 }, device: "cpu" }));
  await session.train({ until: session.totalSteps });
  parameters = await session.parameters();
});

const options = (lesson: Lesson) =>
  ({ recipe, parameters, lessons: [lesson], train: data.train, seed: 1, device: "cpu", mix }) as const;

/** What weights say of a picture, and what share of the test set they get right. */
async function knows(tensors: readonly NamedTensor[], { picture }: Lesson) {
  const { session: other } = await openRun({ recipe, data, seed: 1, length: { steps: 1 }, device: "cpu" });
  other.load(tensors);
  const { predictions } = await other.judge();
  const outputs = new Predictor(recipe).predict(
    other.judgedParameters,
    Array.from(picture, (byte) => byte / 255),
  );
  const right = predictions.filter((prediction, i) => prediction === data.test.labels[i]).length;
  return { says: outputs[0] > outputs[1] ? 0 : 1, right: right / data.test.count };
}

test("the set has every lesson as often as another, the rest from the training set, none of it twice", () => {
  const few = { ...mix, steps: 10, batch: 20, lessons: 5 };
  const lessons = [slanted(0), { picture: new Uint8Array(SIDE * SIDE).fill(7), label: 1 }];
  const set = lessonSet(lessons, data.train, 1, few);
  expect(set.count).toBe(200);
  const pictures = Array.from({ length: set.count }, (_, i) =>
    set.images.subarray(i * SIDE * SIDE, (i + 1) * SIDE * SIDE).join(),
  );
  for (const { picture } of lessons) expect(pictures.filter((one) => one === picture.join()).length).toBe(25);
  const known = new Map(
    Array.from({ length: data.train.count }, (_, i) => [
      data.train.images.subarray(i * SIDE * SIDE, (i + 1) * SIDE * SIDE).join(),
      data.train.labels[i],
    ]),
  );
  const others = pictures.slice(50);
  expect(new Set(others).size).toBe(150);
  others.forEach((picture, i) => expect(known.get(picture)).toBe(set.labels[50 + i]));
  expect(lessonSet(lessons, data.train, 1, few).images).toEqual(set.images);
  expect(lessonSet(lessons, data.train, 2, few).images).not.toEqual(set.images);
});

test("whatever it said, it says what it was taught, and has not forgotten", async () => {
  for (const label of [0, 1]) {
    const lesson = slanted(label);
    const before = await knows(parameters, lesson);
    const after = await knows(await teach(options(lesson)), lesson);
    expect(after.says).toBe(label);
    expect(before.right).toBeGreaterThan(0.95);
    expect(after.right).toBeGreaterThan(before.right - 0.05);
  }
});

test("the same seed teaches the same, another varies the drawings otherwise", async () => {
  const taught = async (seed: number) => (await teach({ ...options(slanted(1)), seed })).map(({ data: d }) => [...d]);
  const first = await taught(1);
  expect(await taught(1)).toEqual(first);
  expect(await taught(2)).not.toEqual(first);
});

test("it tells how far it is, and ends when it is told to", async () => {
  const stop = new AbortController();
  const steps: number[] = [];
  const teaching = teach({
    ...options(slanted(1)),
    signal: stop.signal,
    onProgress(done, total) {
      expect(total).toBe(mix.steps);
      steps.push(done);
      if (done > 3) stop.abort(new Error("enough"));
    },
  });
  await expect(teaching).rejects.toThrow("enough");
  expect(steps[0]).toBe(1);
  expect(steps.at(-1)).toBeLessThan(mix.steps);
});

test("a session goes back to its own state, what the optimiser keeps included", async () => {
  const trained = async (isTaught: boolean) => {
    const { session: run } = await openRun({ recipe, data, seed: 1, length: { steps: 6 }, device: "cpu" });
    await run.train({ until: 3 });
    await run.parameters();
    const before = run.snapshot;
    if (isTaught) run.load(await teach(options(slanted(1))));
    run.restore(before);
    await run.train({ until: 6 });
    return run.parameters();
  };
  expect(await trained(true)).toEqual(await trained(false));
});
