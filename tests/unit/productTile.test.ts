import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyDevice } from "../../src/core/device.ts";
import { productEffort, productInvocations, productTile } from "../../src/kernels/productTile.ts";
import { profiles } from "../../src/plan/profiles.ts";

const products = fc.record({
  rows: fc.integer({ min: 1, max: 200 }),
  columns: fc.integer({ min: 1, max: 3000 }),
  terms: fc.integer({ min: 1, max: 3000 }),
  parts: fc.integer({ min: 1, max: 300 }),
});
const devices = fc.constantFrom(anyDevice, ...profiles.map(({ device }) => device));

describe("the tile of a product of matrices", () => {
  it("fits every device: 256 invocations and 16 KiB of workgroup memory, 2 KiB for SwiftShader", () => {
    fc.assert(
      fc.property(products, devices, (product, device) => {
        const { QUADS, ROW_LANES, COLUMN_LANES, SLICES, STEP, LANES } = productTile(product, { device });
        expect(LANES).toBe(ROW_LANES * COLUMN_LANES * SLICES);
        expect(LANES).toBeLessThanOrEqual(256);
        expect(STEP).toBeGreaterThanOrEqual(1);
        // As lib/productTile.wgsl declares its two arrays of vec4f.
        const left = STEP * (Math.floor((ROW_LANES * QUADS) / 2) * 2 + 1);
        const handed = Math.floor(SLICES / 2) * ROW_LANES * COLUMN_LANES * 4 * QUADS;
        expect(16 * (left + Math.max(STEP * COLUMN_LANES, handed))).toBeLessThanOrEqual(
          device.vendor === "google" ? 2_048 : 16_384,
        );
      }),
    );
  });

  it("leaves no part without a term, and makes no more than are allowed", () => {
    fc.assert(
      fc.property(products, devices, (product, device) => {
        const { STEP, PARTS } = productTile(product, { device });
        expect(PARTS).toBeLessThanOrEqual(product.parts);
        // As lib/productTile.wgsl divides the terms.
        const perPart = Math.ceil(Math.ceil(product.terms / PARTS) / STEP) * STEP;
        expect((PARTS - 1) * perPart).toBeLessThan(product.terms);
      }),
    );
  });

  it("gives more invocations to a device that needs more", () => {
    const product = { rows: 32, columns: 801, terms: 204_800, parts: 512 };
    const invocations = profiles.map(({ device }) => productInvocations(product, productTile(product, { device })));
    for (const [place, { fill }] of profiles.entries()) expect(invocations[place]).toBeGreaterThanOrEqual(0.9 * fill);
  });

  it("loads each element of both matrices once for a tile", () => {
    const product = { rows: 8, columns: 128, terms: 64 };
    const tile = { QUADS: 2, ROW_LANES: 1, COLUMN_LANES: 32, SLICES: 1, STEP: 16, LANES: 32, PARTS: 1 };
    const { loads, shared, barriers } = productEffort(product, tile);
    expect(loads).toBe(64 * (8 + 128));
    expect(shared).toBe(64 * 32 * 12);
    expect(barriers).toBe(8);
  });
});
