/**
 * Lets the allocator keep what is freed, for what is allocated next. Compiling a shader takes and frees tens of megabytes in small pieces. glibc
 * hands them back to the system each time 128 KiB are free at the end of its heap, and asks for them again page by page, which takes about as
 * long as compiling does. It keeps twice the size of the largest block that was ever mapped by itself and freed: such a block, which nobody
 * touches, is allocated and freed here. Other allocators do not care.
 */
export function keepFreedMemory(): void {
  // glibc learns nothing of blocks of 32 MiB and more.
  const block = new ArrayBuffer(2 ** 25 - 2 ** 16);
  const { port1, port2 } = new MessageChannel();
  // What is sent to nobody is freed at once, and not when garbage is collected.
  port2.close();
  port1.postMessage(undefined, [block]);
  port1.close();
}
