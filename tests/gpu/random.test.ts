/** Random numbers on the device are those of the host, to the bit. */
import { expect, it } from "vitest";
import { deriveKey, stepKey, threefry2x32, wordOf } from "../../src/core/random.ts";
import { shaders } from "../../src/kernels/index.ts";
import { device } from "../device.ts";

/** Runs WGSL statements that set `answer` to words of `given`, for each vec4u of it, with the functions of dropout.wgsl and lib/threefry.wgsl. */
async function onDevice(statements: string, given: readonly (readonly number[])[]): Promise<number[][]> {
  const code = `
@group(0) @binding(8) var<storage, read> given: array<vec4u>;
@group(0) @binding(9) var<storage, read_write> answers: array<vec2u>;
@compute @workgroup_size(1)
fn ask(@builtin(global_invocation_id) id: vec3u) {
  let asked = given[id.x];
  ${statements}
}
${shaders.get("dropout")!.code}`;
  const pipeline = await device.createComputePipelineAsync({
    layout: "auto",
    compute: { module: device.createShaderModule({ code }), entryPoint: "ask" },
  });
  const words = Uint32Array.from(given.flat());
  const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC;
  const input = device.createBuffer({ size: words.byteLength, usage });
  const output = device.createBuffer({ size: words.byteLength / 2, usage });
  const staging = device.createBuffer({ size: output.size, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
  device.queue.writeBuffer(input, 0, words);
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  pass.setBindGroup(
    0,
    device.createBindGroup({
      layout: pipeline.getBindGroupLayout(0),
      entries: [
        { binding: 8, resource: { buffer: input } },
        { binding: 9, resource: { buffer: output } },
      ],
    }),
  );
  pass.dispatchWorkgroups(given.length);
  pass.end();
  encoder.copyBufferToBuffer(output, 0, staging, 0, output.size);
  device.queue.submit([encoder.finish()]);
  await staging.mapAsync(GPUMapMode.READ);
  const answers = Array.from(new Uint32Array(staging.getMappedRange()));
  for (const buffer of [input, output, staging]) buffer.destroy();
  return given.map((_, i) => answers.slice(2 * i, 2 * i + 2));
}

it("Threefry-2x32 gives its published answers on the device", async () => {
  // Random123, kat_vectors: threefry2x32, 20 rounds; keys, then counters.
  const given = [
    [0, 0, 0, 0],
    [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    [0x13198a2e, 0x03707344, 0x243f6a88, 0x85a308d3],
  ];
  expect(await onDevice("answers[id.x] = threefry(asked.xy, asked.zw);", given)).toEqual([
    [0x6b200159, 0x99ba4efe],
    [0x1cb996fc, 0xbb002be7],
    [0xc4923a9c, 0x483df7a0],
  ]);
});

it("keys of steps and words of streams are the host's", async () => {
  const seed = deriveKey(3, "device");
  const given = [0, 1, 2, 3, 64, 1001, 0xfffffffe, 0xffffffff].map((i) => [...seed, i, i ^ 5]);
  const keys = await onDevice("answers[id.x] = step_key(asked.xy, asked.z, asked.w);", given);
  expect(keys).toEqual(given.map(([, , stream, step]) => stepKey(seed, stream, step >>> 0)));
  const words = await onDevice("answers[id.x] = vec2u(word_of(asked.xy, asked.z), 0u);", given);
  expect(words).toEqual(given.map(([, , i]) => [wordOf(seed, i), 0]));
});

it("word i of a stream is one of the two of its block", () => {
  const key = deriveKey(3, "device");
  expect([wordOf(key, 6), wordOf(key, 7)]).toEqual(threefry2x32(key, [3, 0]));
});
