/** What long runs held, and what many losses of the device came to. */
import { adapterName, count, figure, sources, table, workload } from "./text.js";

const megabytes = (bytes) => `${figure(bytes / 1e6)} MB`;

/** From one figure to the other. */
function halves(samples, value, shows) {
  const known = samples.map(value).filter((one) => one !== undefined);
  return `${shows(known[Math.floor(known.length / 2)])} → ${shows(known.at(-1))}`;
}

/** At half of the time and at its end. */
export function soak(results) {
  const header = [
    "network, batch",
    "adapter",
    "minutes",
    "steps",
    "lost",
    "resident",
    "heap",
    "on the device",
    "devices",
    "a step",
    "grows",
  ];
  const rows = results.map(({ preset, batch, adapter, minutes, steps, samples, losses, growth }) => [
    workload({ preset, batch }),
    adapterName(adapter),
    figure(minutes),
    count(steps),
    count(losses?.lost ?? 0),
    halves(samples, ({ resident }) => resident, megabytes),
    halves(samples, ({ heap }) => heap, megabytes),
    halves(samples, ({ bufferBytes }) => bufferBytes, megabytes),
    count(samples.at(-1).devices),
    halves(
      samples,
      ({ stepMs }) => stepMs?.median,
      (ms) => `${figure(ms)} ms`,
    ),
    Object.entries(growth)
      .filter(([, { grows }]) => grows)
      .map(([name]) => name)
      .join(", ") || "nothing",
  ]);
  const compared = results.flatMap(({ losses, preset, adapter }) =>
    losses === undefined ? [] : [{ ...losses, preset, adapter }],
  );
  const words = compared.map(
    ({ preset, adapter, lost, moments, repeated, different, weightsSha256, withoutSha256, lossesAreEqual }) => {
      const { training, judging, copying, opening, any } = moments;
      const same = weightsSha256 === withoutSha256 && lossesAreEqual;
      return (
        `\`${preset}\` on ${adapterName(adapter)}: ${count(lost)} losses, of ${count(training + judging + copying + opening + any)} that were drawn ` +
        `${count(training)} while steps were under way, ${count(judging)} while the test set was judged, ${count(copying)} while a copy was read back, ` +
        `${count(opening)} while the next device was prepared, ${count(any)} at any time. ${count(repeated)} steps were done again, ` +
        `${different === 0 ? "all to the same" : `${count(different)} to something else`}. ` +
        `Weights and every loss are ${same ? "those of the run without any, to the bit" : "NOT those of the run without any"}.`
      );
    },
  );
  return [table(header, rows), ...words, sources(results)].join("\n\n");
}
