import { RandomStream } from "../src/core/random.ts";
import type { DataSplits, Dataset } from "../src/data/dataset.ts";
import { pointsSplits } from "../src/data/toy.ts";
import type { Recipe } from "../src/model/recipe.ts";

const SIDE = 28;

/** A stroke of the class's direction through the middle, shifted a little, on noise: no two neighbours are equal for long. */
function draw(random: RandomStream, label: number): number[] {
  const angle = (Math.PI * label) / 10;
  const [shiftX, shiftY] = [random.below(7) - 3, random.below(7) - 3];
  return Array.from({ length: SIDE * SIDE }, (_, i) => {
    const x = (i % SIDE) - SIDE / 2 - shiftX;
    const y = Math.floor(i / SIDE) - SIDE / 2 - shiftY;
    const across = x * Math.sin(angle) - y * Math.cos(angle);
    const along = x * Math.cos(angle) + y * Math.sin(angle);
    const ink = Math.exp(-(across ** 2) / 6 - along ** 4 / 8000);
    return Math.round(200 * ink) + random.below(48);
  });
}

function pictures(purpose: string, count: number): Dataset {
  const random = new RandomStream(1, purpose);
  const labels = Uint8Array.from({ length: count }, () => random.below(10));
  const images = Uint8Array.from([...labels].flatMap((label) => draw(random, label)));
  return { name: purpose, shape: [1, SIDE, SIDE], count, classes: 10, images, labels };
}

const drawn: DataSplits = { train: pictures("pictures: train", 512), test: pictures("pictures: test", 64) };

/** Something for a network to learn: strokes in ten directions, or the points of the unit square. */
export function splitsFor({ input }: Recipe): DataSplits {
  return input[1] === SIDE ? drawn : pointsSplits();
}
