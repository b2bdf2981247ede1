/** Vite plugin: the built pages run, fetch and show what their own server gives and nothing else, and send nothing anywhere. */
import type { Plugin } from "vite";

const policy = {
  "default-src": "'none'",
  "script-src": "'self'",
  "worker-src": "'self'",
  "style-src": "'self'",
  "connect-src": "'self'",
  "manifest-src": "'self'",
  // Pictures that are read or made in the page have addresses of their own.
  "img-src": "'self' data: blob:",
  "base-uri": "'none'",
  "form-action": "'none'",
};

export function contentPolicy(): Plugin {
  const content = Object.entries(policy)
    .map((entry) => entry.join(" "))
    .join("; ");
  return {
    name: "content-policy",
    // While the page is being written, the server puts scripts and styles into it.
    apply: "build",
    transformIndexHtml: () => [
      { tag: "meta", attrs: { "http-equiv": "Content-Security-Policy", content }, injectTo: "head-prepend" },
    ],
  };
}
