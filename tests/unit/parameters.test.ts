import { describe, expect, it } from "vitest";
import { weightsSha256 } from "../../src/train/parameters.ts";

describe("the hash of the weights", () => {
  it("is SHA-256 over little-endian f32 in the model's order", async () => {
    const tensors = [
      { name: "a", shape: [1], data: Float32Array.of(1) },
      { name: "b", shape: [2], data: Float32Array.of(-2, 0.5) },
    ];
    const bytes = Uint8Array.of(0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0, 0, 0, 0, 0x3f);
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    expect(await weightsSha256(tensors)).toBe(
      Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join(""),
    );
  });
});
