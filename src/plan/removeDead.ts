import type { Program } from "../operations/program.ts";

/**
 * Removes what nobody uses: operations none of whose outputs is wanted, read by a living operation, or persistent. The
 * gradient with respect to the picture, which differentiation adds for the first layer, goes here.
 */
export function removeDead(program: Program): Program {
  const needed = new Set(program.results);
  const operations = program.operations.toReversed().filter(({ inputs, outputs }) => {
    const lives = Object.values(outputs).some((name) => {
      const { persistent, storage } = program.tensors.get(name)!;
      return persistent || needed.has(name) || needed.has(storage.of);
    });
    if (lives) for (const name of Object.values(inputs)) needed.add(name);
    return lives;
  });
  const used = new Set(
    operations.flatMap(({ inputs, outputs }) => [...Object.values(inputs), ...Object.values(outputs)]),
  );
  const tensors = new Map([...program.tensors].filter(([name, tensor]) => tensor.persistent || used.has(name)));
  return { tensors, operations: operations.toReversed(), results: program.results };
}
