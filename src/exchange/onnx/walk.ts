/** The way through a file's graph, from its input to its output, as layers. */
import { FormatError } from "../../core/errors.ts";
import type { LayerSpec } from "../../model/recipe.ts";
import type { OnnxNode } from "./format.ts";
import { numberOperators, recognize } from "./functions.ts";
import type { OnnxGraph } from "./graph.ts";
import { nodeLayers, nothingAround, type Piece, padsOf, Unlike } from "./layersOf.ts";

/** How a message names a node. */
export const labelOf = ({ name, op, outputs }: OnnxNode) =>
  `${name === "" ? `the node of ${outputs[0]}` : name} (${op})`;

/** What all the nodes that are not as ours have in common. */
export function unlike(problems: readonly string[]): FormatError {
  return new FormatError(
    `ONNX: ${problems.length === 1 ? "a node is" : `${problems.length} nodes are`} unlike our layers; a network of layers that we have was expected. ` +
      `${problems.join("; ")}. Change the model, or leave out what is behind it.`,
  );
}

/** Nodes of a function of numbers: GELU takes ten. */
const LONGEST_FUNCTION = 24;

/** Layers one behind the other, and the tensor at which they end. */
interface Way {
  readonly pieces: readonly Piece[];
  readonly end: string;
}

/** The walk from the input to the output. Problems are gathered, so that all are told at once. */
export class Walk {
  readonly #graph: OnnxGraph;
  readonly #problems: string[] = [];
  readonly #done = new Set<OnnxNode>();

  constructor(graph: OnnxGraph) {
    this.#graph = graph;
  }

  /** @throws FormatError where a node was unlike ours, or the way did not lead to the output */
  finish(end: string): void {
    if (this.#problems.length > 0) throw unlike(this.#problems);
    const { outputs, nodes } = this.#graph;
    const left = nodes.filter((node) => !this.#done.has(node));
    if (outputs.length !== 1 || outputs[0] !== end || left.length > 0) {
      const rest = left.slice(0, 8).map(labelOf).join(", ");
      throw new FormatError(
        `ONNX: the way from its input ends at ${end}${rest === "" ? "" : `, beside ${rest}`}; ` +
          `one chain of layers to one output was expected, with branches that are added again. Its outputs are ${outputs.join(", ")}.`,
      );
    }
  }

  /**
   * Layers from a tensor on, to the network's output or to an addition that waits for another branch.
   *
   * @returns the tensor at which it ends
   */
  from(start: string): { pieces: Piece[]; end: string } {
    const pieces: Piece[] = [];
    let end = start;
    while (true) {
      const readers = this.#graph.readers(end);
      if (readers.length === 0 || this.#graph.outputs.includes(end)) return { pieces, end };
      const next = this.#next(end, readers);
      if (next === undefined) return { pieces, end };
      pieces.push(...next.pieces);
      end = next.end;
    }
  }

  #next(x: string, readers: readonly OnnxNode[]): Way | undefined {
    const [node] = readers;
    if (readers.length === 1 && node.op === "Pad") return this.#padded(node);
    if (readers.length === 1 && Object.hasOwn(nodeLayers, node.op)) return this.#single(node, x);
    const function_ = this.#function(x);
    if (function_ !== undefined) return function_;
    if (readers.length > 1) return this.#residual(x, readers);
    // The branch waits here for the other.
    if (this.#isJoin(node)) return undefined;
    return this.#give(node, "it is no function that is a layer of ours");
  }

  #isJoin({ op, inputs }: OnnxNode): boolean {
    return op === "Add" && inputs.every((input) => this.#graph.constant(input) === undefined);
  }

  #give(node: OnnxNode, problem: string, nodes: readonly OnnxNode[] = [node]): Way {
    this.#problems.push(`${labelOf(node)}: ${problem}`);
    for (const one of nodes) this.#done.add(one);
    return { pieces: [], end: node.outputs[0] };
  }

  #other({ inputs }: OnnxNode, x: string): string {
    return inputs[inputs[0] === x ? 1 : 0];
  }

  /** Zeros around a map are the padding of what stands behind them, and a mean counts them. */
  #padded(node: OnnxNode): Way {
    if (this.#done.has(node))
      throw new FormatError(`ONNX: ${labelOf(node)} depends on itself; a chain was expected. Export it again.`);
    const [end] = node.outputs;
    try {
      const before = padsOf({ node, constants: node.inputs.map((input) => this.#graph.constant(input)) });
      this.#done.add(node);
      if (before.every((size) => size === 0)) return { pieces: [], end };
      const [next, ...others] = this.#graph.readers(end);
      if (next !== undefined && others.length === 0 && ["Conv", "AveragePool"].includes(next.op)) {
        return this.#single(next, end, before);
      }
      return this.#give(node, "a convolution or a mean pooling was expected behind it");
    } catch (error) {
      if (!(error instanceof Unlike)) throw error;
      return this.#give(node, error.message);
    }
  }

  /** A bias behind a product without one: an addition of constants, one for each map or output. */
  #single(node: OnnxNode, x: string, before = nothingAround): Way {
    if (node.inputs[0] !== x) return this.#give(node, `its first input is ${node.inputs[0]}; ${x} was expected`);
    if (this.#done.has(node))
      throw new FormatError(`ONNX: ${labelOf(node)} depends on itself; a chain was expected. Export it again.`);
    this.#done.add(node);
    let [end] = node.outputs;
    const takeBias = (length: number): Float32Array | undefined => {
      const [addition, ...others] = this.#graph.readers(end);
      if (addition?.op !== "Add" || others.length > 0) return undefined;
      const bias = this.#graph.constant(this.#other(addition, end));
      if (!(bias?.data instanceof Float32Array) || bias.data.length !== length) return undefined;
      this.#done.add(addition);
      [end] = addition.outputs;
      return bias.data;
    };
    const constants = node.inputs.map((input) => this.#graph.constant(input));
    try {
      return { pieces: nodeLayers[node.op]({ node, constants, takeBias, before }), end };
    } catch (error) {
      if (!(error instanceof Unlike)) throw error;
      return { ...this.#give(node, error.message), end };
    }
  }

  /** All that comes of x and constants of one number, number by number. */
  #function(x: string): Way | undefined {
    const known = new Set([x]);
    const nodes: OnnxNode[] = [];
    for (const node of this.#graph.nodes) {
      if (nodes.length === LONGEST_FUNCTION) return undefined;
      const isOurs = (input: string) => known.has(input) || this.#graph.scalar(input) !== undefined;
      if (
        !Object.hasOwn(numberOperators, node.op) ||
        !node.inputs.some((input) => known.has(input)) ||
        !node.inputs.every(isOurs)
      )
        continue;
      nodes.push(node);
      known.add(node.outputs[0]);
      const layer = nodes.length < 2 ? undefined : recognize(nodes, x, (tensor) => this.#graph.scalar(tensor));
      if (layer === undefined || !this.#isWhole(x, nodes)) continue;
      for (const one of nodes) this.#done.add(one);
      return { pieces: [{ layer, parameters: [], statistics: [] }], end: node.outputs[0] };
    }
    return undefined;
  }

  /** Whether nobody else reads what stands between the first tensor and the last. */
  #isWhole(x: string, nodes: readonly OnnxNode[]): boolean {
    const inner = [x, ...nodes.slice(0, -1).map(({ outputs }) => outputs[0])];
    return inner.every((tensor) => this.#graph.readers(tensor).every((reader) => nodes.includes(reader)));
  }

  /** Branches that are added again, two by two; x itself is one that does nothing. */
  #residual(x: string, readers: readonly OnnxNode[]): Way {
    let ways: Way[] = readers
      .filter((reader) => !this.#isJoin(reader))
      .map((reader) => {
        const first = this.#next(x, [reader]) ?? { pieces: [], end: x };
        const { pieces, end } = this.from(first.end);
        return { pieces: [...first.pieces, ...pieces], end };
      });
    while (true) {
      const isOpen = (input: string) => input === x || ways.some(({ end }) => end === input);
      const join = this.#graph.nodes.find((node) => {
        return this.#isJoin(node) && !this.#done.has(node) && node.inputs.every(isOpen);
      });
      if (join === undefined) break;
      this.#done.add(join);
      const [a, b] = join.inputs.map((input) => ways.find(({ end }) => end === input) ?? { pieces: [], end: x });
      // The longer one is what the residual adds, whichever stands first.
      const [main, other] = a.pieces.length < b.pieces.length ? [b, a] : [a, b];
      const { pieces, end } = this.from(join.outputs[0]);
      ways = [...ways.filter((way) => way !== a && way !== b), { pieces: [residual(main, other), ...pieces], end }];
    }
    const [way, ...others] = ways;
    if (way !== undefined && others.length === 0) return way;
    return this.#give(readers[0], `${readers.length} branches begin at ${x}, and are not added again`, readers);
  }
}

function residual(main: Way, shortcut: Way): Piece {
  const all = [...main.pieces, ...shortcut.pieces];
  const layersOf = ({ pieces }: Way): LayerSpec[] => pieces.map(({ layer }) => layer);
  return {
    layer: {
      type: "residual",
      layers: layersOf(main),
      ...(shortcut.pieces.length === 0 ? {} : { shortcut: layersOf(shortcut) }),
    },
    parameters: all.flatMap(({ parameters }) => parameters),
    statistics: all.flatMap(({ statistics }) => statistics),
  };
}
