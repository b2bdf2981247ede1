import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type PageServer, servePage } from "../../src/cli/pageServer.ts";

let folder: string;
let server: PageServer;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "page-"));
  mkdirSync(join(folder, "page"));
  writeFileSync(join(folder, "secret.txt"), "secret");
  writeFileSync(join(folder, "page", "index.html"), "<p>page</p>");
  writeFileSync(join(folder, "page", "digits.gz"), "packed");
  server = await servePage(join(folder, "page"), 0);
});
afterEach(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

test("the folder's address is its index.html", async () => {
  const response = await fetch(server.address);
  expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
  expect(await response.text()).toBe("<p>page</p>");
});

test("a .gz file arrives packed, with its length and no encoding", async () => {
  const response = await fetch(`${server.address}digits.gz`);
  expect(response.headers.get("content-type")).toBe("application/octet-stream");
  expect(response.headers.get("content-length")).toBe("6");
  expect(response.headers.get("content-encoding")).toBeNull();
  expect(await response.text()).toBe("packed");
});

// By hand: fetch would tidy these addresses up before it sends them.
test.each(["/none.js", "/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/%", "/%00", "/page"])(
  "%s is not found",
  async (path) => {
    const status = await new Promise((resolve, reject) => {
      const { hostname, port } = new URL(server.address);
      get({ hostname, port, path }, (response) => resolve(response.resume().statusCode)).on("error", reject);
    });
    expect(status).toBe(404);
  },
);

test("a port in use gives the next one", async () => {
  const port = Number(new URL(server.address).port);
  const other = await servePage(join(folder, "page"), port);
  expect(Number(new URL(other.address).port)).toBeGreaterThan(port);
  other.close();
});
