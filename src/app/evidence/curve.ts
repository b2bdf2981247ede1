/** Buckets a curve may hold: about one for each pixel or two of a small chart. */
const capacity = 128;

/**
 * A growing curve in bounded room. Neighbouring values share a bucket that keeps their mean, least and greatest, so no
 * peak is ever sampled away; when the buckets run out, pairs merge and each covers twice as many steps.
 */
export class Curve {
  readonly steps: number[] = [];
  readonly means: number[] = [];
  readonly minima: number[] = [];
  readonly maxima: number[] = [];
  private counts: number[] = [];
  private perBucket = 1;

  push(step: number, value: number): void {
    if (!Number.isFinite(value)) return;
    const last = this.steps.length - 1;
    const count = this.counts[last] ?? this.perBucket;
    if (count < this.perBucket) {
      this.steps[last] = step;
      this.means[last] += (value - this.means[last]) / (count + 1);
      this.minima[last] = Math.min(this.minima[last], value);
      this.maxima[last] = Math.max(this.maxima[last], value);
      this.counts[last] = count + 1;
      return;
    }
    if (this.steps.length === capacity) this.mergePairs();
    this.steps.push(step);
    this.means.push(value);
    this.minima.push(value);
    this.maxima.push(value);
    this.counts.push(1);
  }

  private mergePairs(): void {
    for (let i = 0; i < capacity / 2; i++) {
      const [a, b] = [2 * i, 2 * i + 1];
      const count = this.counts[a] + this.counts[b];
      this.means[i] = (this.means[a] * this.counts[a] + this.means[b] * this.counts[b]) / count;
      this.minima[i] = Math.min(this.minima[a], this.minima[b]);
      this.maxima[i] = Math.max(this.maxima[a], this.maxima[b]);
      this.steps[i] = this.steps[b];
      this.counts[i] = count;
    }
    for (const list of [this.steps, this.means, this.minima, this.maxima, this.counts]) list.length = capacity / 2;
    this.perBucket *= 2;
  }
}
