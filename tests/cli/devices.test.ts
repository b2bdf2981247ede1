import { expect, test } from "vitest";
import { circledast, withoutAdapter } from "./circledast.ts";

const short = ["--preset", "sigmoid2", "--steps", "3"];

test("devices lists the adapter that is used first, and the CPU reference last", () => {
  const { status, stdout } = circledast(["devices", "--json"]);
  expect(status).toBe(0);
  const { devices } = JSON.parse(stdout);
  expect(devices[0]).toMatchObject({
    kind: "gpu",
    architecture: "swiftshader",
    software: true,
    default: true,
    driver: expect.any(String),
    features: expect.any(Array),
    limits: { maxBufferSize: expect.any(Number), maxComputeInvocationsPerWorkgroup: expect.any(Number) },
  });
  expect(devices.at(-1)).toMatchObject({ kind: "cpu", software: true, default: false });
});

test("devices says in words what can compute here", () => {
  const { status, stdout } = circledast(["devices"]);
  expect(status).toBe(0);
  expect(stdout).toMatch(/^SwiftShader.* \(software\), the default\n/);
  expect(stdout).toContain("maxStorageBufferBindingSize");
  expect(stdout).toContain("CPU reference (float64)");
});

test("without an adapter devices has the CPU reference alone, and says why", () => {
  const { status, stdout, stderr } = circledast(["devices", "--json"], withoutAdapter);
  expect(status).toBe(0);
  expect(stderr).toContain("WebGPU: no adapter found with /nonexistent;");
  expect(JSON.parse(stdout).devices).toEqual([expect.objectContaining({ kind: "cpu", default: true })]);
});

test("--device gpu where there is no adapter ends with status 3", () => {
  const { status, stdout, stderr } = circledast(["train", ...short, "--device", "gpu", "--json"], withoutAdapter);
  expect(stderr).toContain("WebGPU: no adapter found with /nonexistent; one was expected.");
  expect(status).toBe(3);
  expect(stdout).toBe("");
});

test("--device auto then trains on the CPU reference, and says why in words and in the start event", () => {
  const { status, stderr, events } = circledast(["train", ...short, "--json"], withoutAdapter);
  expect(status).toBe(0);
  const why = "WebGPU: no adapter found with /nonexistent;";
  expect(stderr).toContain(why);
  expect(stderr).toContain("Training on the CPU reference instead.");
  expect(events()[0]).toMatchObject({ event: "start", device: { kind: "cpu" }, reason: expect.stringContaining(why) });
});

test("a software adapter that does not exist is bad usage", () => {
  // A driver chosen by its path would come first.
  const { VK_ICD_FILENAMES: _, VK_DRIVER_FILES: __, ...environment } = process.env;
  const { status, stderr } = circledast(["train", ...short], { ...environment, CIRCLEDAST_ADAPTER: "foo" });
  expect(stderr).toContain('CIRCLEDAST_ADAPTER: it is "foo"; one of swiftshader, lavapipe was expected.');
  expect(status).toBe(2);
});
