import type { BenchmarkReport } from '@orangery/schemas';
import { formatMs } from './format.ts';
import { linearScale, logScale, plotMargin as margin, type Scale } from './plot-scale.ts';

export interface LatencyCurve {
  readonly width: number;
  readonly height: number;
  /** `points` of a polyline. */
  readonly line: string;
  readonly dots: readonly {
    readonly x: number;
    readonly y: number;
    readonly text: string;
  }[];
  /** Milliseconds an answer takes in a batch. */
  readonly inBatch: { readonly x: number; readonly text: string } | undefined;
  readonly horizontal: Scale;
  readonly vertical: Scale;
}

const size = { width: 420, height: 220 };

/**
 * Which share of answers had come after how many milliseconds, one input at a time, and beside it what
 * an answer takes in a batch. Time runs in powers of ten: the slowest answers take many times the usual.
 */
export function latencyCurve({ latency, throughput }: BenchmarkReport): LatencyCurve {
  const known = [
    { ms: latency.p50Ms, share: 50 },
    { ms: latency.p95Ms, share: 95 },
    { ms: latency.p99Ms, share: 99 },
  ];
  const batchMs = throughput.perSecond > 0 ? 1000 / throughput.perSecond : undefined;
  const times = [...known.map(({ ms }) => ms), ...(batchMs === undefined ? [] : [batchMs])];
  const across = [margin.left, size.width - margin.right] as const;
  const horizontal = logScale([Math.min(...times) / 1.5, Math.max(...times) * 1.5], across);
  const vertical = linearScale([0, 100], [size.height - margin.bottom, margin.top], 4);
  const dots = known.map(({ ms, share }) => ({
    x: horizontal.place(ms),
    y: vertical.place(share),
    text: `${share} % within ${formatMs(ms)}`,
  }));
  const line = dots.map(({ x, y }) => `${x},${y}`).join(' ');
  const inBatch = batchMs === undefined ? undefined : batchOf(batchMs, throughput.batchSize);
  return { ...size, line, dots, inBatch, horizontal, vertical };

  function batchOf(ms: number, batchSize: number) {
    const text = `${formatMs(ms)} each in batches of ${batchSize}`;
    return { x: horizontal.place(ms), text };
  }
}
