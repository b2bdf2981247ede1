import { describe, expect, it } from "vitest";
import { hasDearWorkgroupMemory, PRICE } from "../../src/kernels/prices.ts";
import { profiles } from "../../src/plan/profiles.ts";

const cards = profiles.filter(({ device }) => !device.software);

describe("what tiles are chosen by agrees with the profiles of cards", () => {
  it.each([
    ["load", "loads"],
    ["uniformLoad", "uniformLoads"],
    ["shared", "shared"],
    ["uniformShared", "uniformShared"],
  ] as const)("%s", (price, rate) => {
    const multiplyAdds = cards.map((profile) => profile.flops / 2 / profile[rate]);
    expect(PRICE[price]).toBeGreaterThanOrEqual(Math.min(...multiplyAdds));
    expect(PRICE[price]).toBeLessThanOrEqual(Math.max(...multiplyAdds));
  });

  it("workgroup memory is dear where a profile says that setting it to 0 takes time", () => {
    for (const { device, zeroing } of profiles) expect(hasDearWorkgroupMemory(device)).toBe(zeroing !== undefined);
  });
});
