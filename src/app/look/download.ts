/** Hands a file to the browser's downloads. */
export function download(filename: string, bytes: Uint8Array): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>]));
  link.download = filename;
  link.click();
  URL.revokeObjectURL(link.href);
}
