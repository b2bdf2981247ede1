/** The small network as a drawing with all its numbers. Its parts can be pointed at, and are lit from outside. */
import { html, svg } from "../look/elements.ts";
import { figures } from "../look/format.ts";
import { nameSpans, type Quantity, spoken } from "./symbols.ts";
import { type Forward, type Nine, type ParameterName, type Part, parameterNames, type Sample } from "./twoNeurons.ts";

type Place = readonly [x: number, y: number];

const height = 316;
const radius = 27;
/** Shares of the width, and pixels from the top: the widest number has room in 320 pixels. */
const columns = { input: 0.085, hidden: 0.41, output: 0.71, loss: 0.925 };
const rows = { upper: 70, middle: 158, lower: 246 };

type Node = "x1" | "x2" | "h1" | "h2" | "o1" | "loss";
const nodes: Readonly<Record<Node, readonly [keyof typeof columns, keyof typeof rows]>> = {
  x1: ["input", "upper"],
  x2: ["input", "lower"],
  h1: ["hidden", "upper"],
  h2: ["hidden", "lower"],
  o1: ["output", "middle"],
  loss: ["loss", "middle"],
};

/** Of each weight: from where to where, and how far along its name and number stand, above or below. */
const edges: readonly (readonly [ParameterName, Node, Node, along: number, above: number])[] = [
  ["w1", "x1", "h1", 0.5, -7],
  ["w2", "x2", "h1", 0.26, 4],
  ["w3", "x1", "h2", 0.26, 4],
  ["w4", "x2", "h2", 0.5, 15],
  ["w5", "h1", "o1", 0.55, -15],
  ["w6", "h2", "o1", 0.55, 23],
];

const biases: Readonly<Partial<Record<ParameterName, Node>>> = { b1: "h1", b2: "h2", b3: "o1" };
const sums = { h1: "h1Sum", h2: "h2Sum", o1: "o1Sum" } as const;

export interface Diagram {
  readonly element: HTMLElement;
  paint(weights: Nine, sample: Sample, numbers: Forward): void;
  /** Shows the way from the loss to a parameter. */
  trace(path: readonly Part[]): void;
  /** Lights what is pointed at elsewhere. */
  light(parts: readonly Part[]): void;
}

/** @param choose is told of the parameter that somebody points at in the drawing */
export function diagram(choose: (name: ParameterName) => void): Diagram {
  const numbers = new Map<Quantity, SVGElement>();
  const parts = new Map<Part, SVGElement>();
  const picture = svg("svg", { class: "neurons", role: "img" });
  const element = html("div", { class: "neurons-place" }, picture);

  const at = (node: Node, width: number): Place => {
    const [column, row] = nodes[node];
    return [Math.round(columns[column] * width), rows[row]];
  };

  /** Name and number of a quantity; the number is painted later. */
  function labelled(name: Quantity, kind: string, [x, y]: Place): SVGElement {
    const value = svg("tspan", { class: "value", "data-number": name });
    numbers.set(name, value);
    return svg("text", { class: kind, x, y }, ...nameSpans(name), svg("tspan", {}, "\u2009"), value);
  }

  /** Name and number one above the other. */
  function stacked(name: Quantity, [x, y]: Place): SVGElement[] {
    const value = svg("text", { class: "value inner", x, y: y + 13, "data-number": name });
    numbers.set(name, value);
    return [svg("text", { class: "inner", x, y: y - 5 }, ...nameSpans(name)), value];
  }

  function part(name: Part, ...children: SVGElement[]): SVGElement {
    const isParameter = (parameterNames as readonly string[]).includes(name);
    const group = svg("g", { "data-part": name, ...(isParameter ? { class: "parameter" } : {}) }, ...children);
    if (isParameter) group.addEventListener("click", () => choose(name as ParameterName));
    parts.set(name, group);
    return group;
  }

  function lineBetween([x1, y1]: Place, [x2, y2]: Place): SVGElement {
    const share = radius / Math.hypot(x2 - x1, y2 - y1);
    const [dx, dy] = [(x2 - x1) * share, (y2 - y1) * share];
    return svg("line", { x1: x1 + dx, y1: y1 + dy, x2: x2 - dx, y2: y2 - dy });
  }

  function draw(): void {
    const width = Math.max(300, element.clientWidth);
    picture.setAttribute("viewBox", `0 0 ${width} ${height}`);
    picture.setAttribute("height", `${height}`);
    const lines = edges.map(([name, from, to, along, above]) => {
      const [a, b] = [at(from, width), at(to, width)];
      const label: Place = [a[0] + along * (b[0] - a[0]), a[1] + along * (b[1] - a[1]) + above];
      return part(name, lineBetween(a, b), labelled(name, "edge-label", label));
    });
    const circles = (Object.keys(nodes) as Node[]).map((name) => {
      const place = at(name, width);
      const [x, y] = place;
      if (name === "loss") {
        const [from] = [at("o1", width)];
        return part(
          name,
          lineBetween(from, place),
          svg("rect", { x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius, rx: 4 }),
          ...stacked("loss", place),
          labelled("yTrue", "beside", [x, y + radius + 18]),
        );
      }
      const own = [svg("circle", { cx: x, cy: y, r: radius }), ...stacked(name, place)];
      if (name in sums) own.push(labelled(sums[name as "h1"], "beside", [x, y + radius + 18]));
      return part(name, ...own);
    });
    const above = Object.entries(biases).map(([name, node]) => {
      const [x, y] = at(node, width);
      return part(name as ParameterName, labelled(name as Quantity, "beside", [x, y - radius - 9]));
    });
    // Labels of edges stand over the lines of others.
    picture.replaceChildren(...lines, ...circles, ...above);
  }

  let latest: Parameters<Diagram["paint"]> | undefined;
  let [path, lit]: (readonly Part[])[] = [[], []];

  function mark(): void {
    for (const [name, group] of parts) {
      group.classList.toggle("on-path", path.includes(name));
      group.classList.toggle("lit", lit.includes(name));
    }
  }

  function write(): void {
    if (latest === undefined) return;
    const [weights, sample, forward] = latest;
    const values: Readonly<Record<string, number>> = { ...sample, ...weights, ...forward, o1: forward.yPred };
    for (const [name, place] of numbers)
      place.textContent = name === "yTrue" ? `${sample.yTrue}` : figures(values[name]);
    const said: readonly Quantity[] = ["x1", "x2", "h1Sum", "h1", "h2Sum", "h2", "o1Sum", "o1", "yTrue", "loss"];
    const words = said.map((name) => `${spoken(name)} ${figures(values[name])}`).join(", ");
    picture.setAttribute("aria-label", `Two inputs, two hidden neurons, one output: ${words}.`);
  }

  new ResizeObserver(() => {
    draw();
    write();
    mark();
  }).observe(element);
  draw();

  return {
    element,
    paint(...now) {
      latest = now;
      write();
    },
    trace(now) {
      path = now;
      mark();
    },
    light(now) {
      lit = now;
      mark();
    },
  };
}
