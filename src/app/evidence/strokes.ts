/** A drawing as strokes: points with a width, in units of the surface's side, and how to take them back. */

export interface Point {
  readonly x: number;
  readonly y: number;
  /** Of the stroke here, relative to its usual width. */
  readonly weight: number;
}

export type Stroke = Point[];

/** Diameter of the pen, as a share of the surface's side: about what MNIST's pens left after scaling. */
const pen = 0.085;

export class Drawing {
  strokes: Stroke[] = [];
  /** What `undo` goes back to: the drawing before each stroke or clearing. */
  private history: Stroke[][] = [];

  begin(point: Point): void {
    this.history.push(this.strokes);
    this.strokes = [...this.strokes, [point]];
  }

  extend(point: Point): void {
    this.strokes.at(-1)?.push(point);
  }

  clear(): void {
    if (this.strokes.length === 0) return;
    this.history.push(this.strokes);
    this.strokes = [];
  }

  undo(): void {
    this.strokes = this.history.pop() ?? this.strokes;
  }

  get canUndo(): boolean {
    return this.history.length > 0;
  }

  paint(context: CanvasRenderingContext2D, side: number, ink: string): void {
    context.clearRect(0, 0, side, side);
    context.strokeStyle = ink;
    context.lineCap = "round";
    context.lineJoin = "round";
    for (const stroke of this.strokes) {
      stroke.forEach(({ x, y, weight }, i) => {
        const from = stroke[Math.max(0, i - 1)];
        context.lineWidth = pen * side * weight;
        context.beginPath();
        context.moveTo(from.x * side, from.y * side);
        // A line to the same place still leaves a round dot.
        context.lineTo(x * side, y * side);
        context.stroke();
      });
    }
  }

  /** Ink from 0 to 1 on `side`² pixels. */
  rasterise(side: number): Float32Array {
    const context = new OffscreenCanvas(side, side).getContext("2d")!;
    this.paint(context as unknown as CanvasRenderingContext2D, side, "black");
    const { data } = context.getImageData(0, 0, side, side);
    return Float32Array.from({ length: side * side }, (_, i) => data[4 * i + 3] / 255);
  }
}
