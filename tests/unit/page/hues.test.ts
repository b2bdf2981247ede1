/** What flows forward, what flows back and what changes the weights have a hue each, which every common colour vision tells apart. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

type Vector = readonly [number, number, number];
type Matrix = readonly [Vector, Vector, Vector];

/** How linear RGB looks without one kind of cone: Machado, Oliveira, Fernandes, IEEE TVCG 15 (2009), severity 1. */
const visions: Record<string, Matrix> = {
  "with three kinds of cones": [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopic: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopic: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopic: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

const times = (matrix: Matrix, [x, y, z]: Vector) =>
  matrix.map(([a, b, c]) => a * x + b * y + c * z) as unknown as Vector;
const each = (vector: Vector, f: (part: number) => number) => vector.map(f) as unknown as Vector;
const linear = (part: number) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);

/** Oklab of linear RGB: Ottosson, "A perceptual color space for image processing" (2020). */
function oklab(colour: Vector): Vector {
  const cones: Matrix = [
    [0.4122214708, 0.5363325363, 0.0514459929],
    [0.2119034982, 0.6806995451, 0.1073969566],
    [0.0883024619, 0.2817188376, 0.6299787005],
  ];
  const opponents: Matrix = [
    [0.2104542553, 0.793617785, -0.0040720468],
    [1.9779984951, -2.428592205, 0.4505937099],
    [0.0259040371, 0.7827717662, -0.808675766],
  ];
  return times(opponents, each(times(cones, colour), Math.cbrt));
}

const sheet = readFileSync(new URL("../../../src/app/styles/theme.css", import.meta.url), "utf8");

function hue(name: string, dark: boolean): Vector {
  const both = new RegExp(`--${name}: light-dark\\((#\\w{6}), (#\\w{6})\\)`).exec(sheet)!;
  const hex = both[dark ? 2 : 1];
  return each([1, 3, 5], (at) => linear(Number.parseInt(hex.slice(at, at + 2), 16) / 255));
}

describe.each([
  ["light", false],
  ["dark", true],
])("on %s ground", (_, dark) => {
  it.each(Object.entries(visions))("its three hues are far apart to an eye %s", (_, vision) => {
    const seen = ["forward", "backward", "update"].map((name) =>
      oklab(each(times(vision, hue(name, dark)), (part) => Math.min(1, Math.max(0, part)))),
    );
    const distance = (a: Vector, b: Vector) => Math.hypot(...a.map((part, i) => part - b[i]));
    // Two colours that one cannot tell apart are 0.02 from each other; lines and words that do not touch need several times that.
    expect(distance(seen[0], seen[1])).toBeGreaterThan(0.15);
    expect(distance(seen[0], seen[2])).toBeGreaterThan(0.15);
    expect(distance(seen[1], seen[2])).toBeGreaterThan(0.15);
  });
});
