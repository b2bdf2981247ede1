/** Small texts that this browser keeps for the page, by names of which all begin alike (offline/stored.ts lists and deletes them). */

export type Remembered = "circledast-when-hidden" | "circledast-certificate" | "circledast-loss-scale";

/** What is kept under a name; private windows may refuse to keep anything. */
export function recall(name: Remembered): string | undefined {
  try {
    return localStorage.getItem(name) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Says whether it is kept: it may be too long, or nothing may be kept. */
export function remember(name: Remembered, text: string): boolean {
  try {
    localStorage.setItem(name, text);
    return true;
  } catch {
    return false;
  }
}
