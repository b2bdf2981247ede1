/** Runs one system in a page: `page.html?system=SYSTEM&folder=ADDRESS`. Whoever drives it calls `answer`; see serve.js. */
import { startCounting } from "./count.js";
import { serve } from "./serve.js";

const query = new URLSearchParams(location.search);
startCounting();

globalThis.answer = await serve({
  system: query.get("system"),
  libraries: {
    circledast: () => import("../../dist/library/index.js"),
    tfjs: async () => globalThis.tf,
    jaxjs: () => import("@jax-js/jax"),
  },
  readBytes: async (name) => (await fetch(`${query.get("folder")}/${name}`)).arrayBuffer(),
});

/** What the adapter says of itself: a plain object, which can leave the page. */
globalThis.adapterInfo = async () => {
  const { vendor, architecture, device, description, isFallbackAdapter } = (await navigator.gpu.requestAdapter()).info;
  return { vendor, architecture, device, description, isFallbackAdapter };
};
