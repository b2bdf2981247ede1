/** Markdown and figures as they stand in the documents. */

/** A table whose columns are as wide as need be, so that its source can be read, too. */
export function table(header, rows) {
  const widths = header.map((_, column) => Math.max(3, ...[header, ...rows].map((row) => [...row[column]].length)));
  const line = (cells) => `| ${cells.map((cell, i) => cell + " ".repeat(widths[i] - [...cell].length)).join(" | ")} |`;
  return [line(header), `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`, ...rows.map(line)].join("\n");
}

export const count = (value) => Math.round(value).toLocaleString("en-US");

/** Three digits, or all of those before the point. */
export const figure = (value) => (value < 100 ? value.toPrecision(3) : count(value));

/** How many times as much. */
export const times = (ratio) => `${ratio < 10 ? ratio.toFixed(2) : count(ratio)}×`;

export const percent = (share) => `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;

/** `lenet`, 128 */
export const workload = ({ preset, batch }) => `\`${preset}\`, ${batch}`;

/** An adapter's name without a distribution's build numbers: `llvmpipe: Mesa 25.0.7`. */
export const adapterName = (description) => description.replace(/-\d.*$/, "").replace(/ \(software\)$/, "");

const programs = { circledast: "circledast", node: "Node", webgpu: "Dawn of webgpu", chromium: "Chromium" };

/** When, on what, with which versions and by which commands results were measured, and a link to them: a list below what is made of them. */
export function sources(results) {
  const commands = new Map();
  for (const { file, date, machine, versions, command } of results) {
    const named = Object.entries(versions).map(([name, version]) => `${programs[name] ?? name} ${version}`);
    const facts = `${date.slice(0, 10)} on ${machine}; ${named.join(", ")}; ${file}`;
    const typed = `\`${command.replace(/(^|\s)circledast /, "$1npm run -s circledast -- ")}\``;
    commands.set(facts, [...(commands.get(facts) ?? []), typed]);
  }
  return [...commands].map(([facts, typed]) => `- ${typed.join(", ")}: ${facts}`).join("\n");
}
