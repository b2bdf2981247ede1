/** The size of one sample: maps, height, width. */
export type InputShape = readonly [C: number, H: number, W: number];

/** A network as plain JSON: what goes in, and the list of layers it passes through. */
export interface ModelSpec {
  readonly input: InputShape;
  readonly layers: readonly LayerSpec[];
}

/** One layer of the list. `type` names its kind in `src/layers/`; the other fields are that kind's. */
export interface LayerSpec {
  readonly type: string;
  /** Prefix of its parameters' names. Default: the kind's short name, numbered where there are several (`conv1`, `dense`). */
  readonly name?: string;
  readonly [attribute: string]: unknown;
}

/** What is made as small as possible. `type` names a file of `src/losses/`; the other fields are its constants. */
export interface LossSpec {
  readonly type: string;
  readonly [attribute: string]: unknown;
}

/** How the weights change. `type` names a file of `src/optimizers/`; the other fields are its constants. */
export interface OptimizerSpec {
  readonly type: string;
  readonly learningRate: number;
  readonly [attribute: string]: unknown;
}

/** How the learning rate changes with the step. `type` names a schedule of `src/train/schedule.ts`. */
export interface ScheduleSpec {
  readonly type: string;
  readonly [attribute: string]: unknown;
}

/** How far the pictures of a training step are changed at random; what is left out is 0. */
export interface AugmentationSpec {
  /** Pixels, up, down, left and right. */
  readonly shift?: number;
  /** Degrees, both ways. */
  readonly rotation?: number;
  /** Share of the size, larger and smaller. */
  readonly scale?: number;
  /** Degrees by which an upright line is tilted, both ways. */
  readonly shear?: number;
  /** Standard deviation of what is added to each pixel; pixels are 0 to 1. */
  readonly noise?: number;
}

/** Everything that fixes a training run except data, seed and length: the form of a preset and of `--model FILE.json`. */
export interface Recipe extends ModelSpec {
  readonly name: string;
  /** A name alone stands for the kind of that name with its default constants. */
  readonly loss: string | LossSpec;
  /** How the parameters start: a name of `src/layers/initialize.ts`. Default: `fanInUniform`. */
  readonly initialization?: string;
  readonly optimizer: OptimizerSpec;
  /** Default: `{ "type": "constant" }`. */
  readonly schedule?: ScheduleSpec;
  readonly augmentation?: AugmentationSpec;
  /** Which sample comes when: a name of `src/train/order.ts`. Default: `shuffled`, in every epoch anew. */
  readonly order?: string;
  /** Samples of one step. */
  readonly batch: number;
}
