import { referenceDevice } from "../core/device.ts";
import type { WordPair } from "../core/random.ts";
import { elements } from "../core/shape.ts";
import type { DataSplits, Dataset } from "../data/dataset.ts";
import { SEED, STEP } from "../layers/network.ts";
import type { Recipe } from "../model/recipe.ts";
import type { ScheduleRow } from "../optimizers/optimizer.ts";
import { type Compiled, compileEvaluation, compilePrediction, compileTraining, RING } from "../plan/compile.ts";
import {
  type Engine,
  type Judgement,
  type JudgeOptions,
  type Observation,
  readBefore,
  type StepResult,
  stageOf,
  type TrainingState,
} from "../plan/engine.ts";
import { Interpreter } from "../reference/interpreter.ts";
import { Predictor } from "./predictor.ts";
import { takeMemory } from "./referenceMemory.ts";

/** Samples judged at once. */
const JUDGE_BATCH = 50;

/** Milliseconds that messages, timers and drawing may wait in this thread. Less would cost: a turn of theirs takes up to four by itself. */
const PATIENCE = 16;

/** Trains in float64 with the reference: slow, and right. */
export class ReferenceEngine implements Engine {
  readonly device = referenceDevice;
  readonly sliceSeconds = 0.05;
  readonly depth = 1;
  readonly #training: Compiled;
  readonly #evaluation: Compiled;
  readonly #trainer: Interpreter;
  readonly #judge: Interpreter;
  readonly #predictor: Predictor;
  readonly #testCount: number;
  /** Work is done one call after the other, whoever calls. */
  #queue: Promise<unknown> = Promise.resolve();
  #breathed = 0;

  /** @throws SpecError or ShapeError where the recipe cannot be built, or takes more memory than there is */
  constructor(recipe: Recipe, { train, test }: DataSplits) {
    const judgeBatch = Math.min(JUDGE_BATCH, test.count);
    const padded = Math.ceil(test.count / judgeBatch) * judgeBatch;
    this.#training = compileTraining(recipe, train);
    this.#evaluation = compileEvaluation(recipe, { count: padded, shape: test.shape }, judgeBatch);
    const prediction = compilePrediction(recipe, 1);
    const programs = { training: this.#training, others: [this.#evaluation, prediction] };
    [this.#trainer, this.#judge, this.#predictor] = takeMemory(recipe, train, programs, () => [
      new Interpreter(this.#training),
      new Interpreter(this.#evaluation),
      new Predictor(recipe, prediction),
    ]);
    this.#testCount = test.count;
    const fill = (interpreter: Interpreter, { images, labels }: Dataset) => {
      interpreter.array("images").data.set(images);
      interpreter.array("labels").data.set(labels);
    };
    fill(this.#trainer, train);
    fill(this.#judge, test);
    for (let i = 0; i < test.count; i++) this.#judge.array("order").data[i] = i;
  }

  setSeed(key: WordPair): void {
    if (!this.#training.tensors.has(SEED)) return;
    void this.#enqueue(async () => this.#trainer.array(SEED).data.set(key));
  }

  setOrder(order: Uint32Array): void {
    const { data, shape } = this.#trainer.array("order");
    const samples = order.slice(0, elements(shape));
    void this.#enqueue(async () => data.set(samples));
  }

  steps(rows: readonly ScheduleRow[]): Promise<readonly StepResult[]> {
    return this.#enqueue(async () => {
      const results: StepResult[] = [];
      for (const row of rows) {
        const step = this.#trainer.array(STEP).data[0];
        this.#schedule(row);
        this.#trainer.run();
        const [loss, correct] = this.#trainer.array("metrics").data.subarray((step % RING) * 2);
        results.push({ loss, correct });
        await this.#breathe();
      }
      return results;
    });
  }

  /** Puts the numbers of the next step at their place in the ring. */
  #schedule(row: ScheduleRow): void {
    const step = this.#trainer.array(STEP).data[0];
    this.#trainer.array("schedule").data.set(row, (step % RING) * row.length);
  }

  async observe(row: ScheduleRow): Promise<Observation> {
    const array = (name: string) => this.#trainer.array(name).data;
    const training = this.#training;
    const before = await this.#enqueue(async () => {
      // The rate of the step is among what it reads.
      this.#schedule(row);
      return new Map(readBefore(training).map((name) => [name, array(name).slice()]));
    });
    const [result] = await this.steps([row]);
    const stages = training.operations.map((operation) => stageOf([operation], Object.values(operation.outputs)));
    return { program: training, result, stages, before, read: async (tensor) => array(tensor) };
  }

  seen(): Promise<ArrayLike<number>> {
    return this.#enqueue(async () => this.#trainer.array(this.#training.pictures!).data.slice());
  }

  async prepareJudging(): Promise<void> {}

  judge({ signal, onProgress }: JudgeOptions = {}): Promise<Judgement> {
    return this.#enqueue(async () => {
      const { batch, loss, prediction, network } = this.#evaluation;
      const judge = this.#judge;
      const steps = Math.ceil(this.#testCount / batch);
      const losses = new Float64Array(steps * batch);
      const predictions = new Uint32Array(steps * batch);
      const outputs = new Float64Array(steps * batch * network.features);
      judge.array("parameters").data.set(this.#trainer.array(this.#training.judged).data);
      judge.array(STEP).data[0] = 0;
      for (let step = 0; step < steps; step++) {
        signal?.throwIfAborted();
        judge.run();
        losses.set(judge.array(loss!).data, step * batch);
        predictions.set(judge.array(prediction!).data, step * batch);
        outputs.set(judge.array(network.output).data, step * batch * network.features);
        onProgress?.(Math.min((step + 1) * batch, this.#testCount), this.#testCount);
        await this.#breathe();
      }
      const count = this.#testCount;
      return {
        losses: losses.subarray(0, count),
        predictions: predictions.subarray(0, count),
        outputs: outputs.subarray(0, count * network.features),
      };
    });
  }

  predict(input: Float32Array): Promise<readonly number[]> {
    return this.#enqueue(async () => {
      return this.#predictor.predict(this.#trainer.array(this.#training.judged).data, input);
    });
  }

  readState(names: readonly string[] = this.#training.state): Promise<TrainingState> {
    return this.#enqueue(
      async () => new Map(names.map((name) => [name, Float64Array.from(this.#trainer.array(name).data)])),
    );
  }

  writeState(state: TrainingState, step: number): void {
    void this.#enqueue(async () => {
      for (const [name, values] of state) this.#trainer.array(name).data.set(values);
      this.#trainer.array(STEP).data[0] = step;
    });
  }

  /** A processor does not fail. */
  onFailure(): void {}

  destroy(): void {}

  /** Lets whatever else waits in this thread run, where it has waited long enough. */
  async #breathe(): Promise<void> {
    if (performance.now() - this.#breathed < PATIENCE) return;
    await new Promise((resolve) => setTimeout(resolve, 0));
    this.#breathed = performance.now();
  }

  #enqueue<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#queue.then(work);
    this.#queue = done.catch(() => {});
    return done;
  }
}
