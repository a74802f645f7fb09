import type { EpochPoint, Receipt, Trial } from '@orangery/schemas';
import { linearScale, plotMargin as margin, type Scale } from './plot-scale.ts';

export interface CurveGeometry {
  readonly width: number;
  readonly height: number;
  /** `points` of a polyline. */
  readonly line: string;
  readonly dots: readonly { readonly x: number; readonly y: number; readonly text: string }[];
  readonly horizontal: Scale;
  readonly vertical: Scale;
}

export interface LearningCurve {
  readonly trial: Trial;
  readonly loss: CurveGeometry;
  readonly score: CurveGeometry;
}

const size = { width: 340, height: 200 };

/** Loss and score of the kept trial over its epochs; null when it has no curve. */
export function learningCurve({ trials, best }: Receipt): LearningCurve | null {
  const trial = trials.find(({ number }) => number === best);
  if (trial?.curve === undefined || trial.curve.length < 2) return null;
  return {
    trial,
    loss: curveGeometry(trial.curve, 'loss'),
    score: curveGeometry(trial.curve, 'score'),
  };
}

/** One line of a curve of two passes or more. */
export function curveGeometry(curve: readonly EpochPoint[], name: 'loss' | 'score'): CurveGeometry {
  const epochs = curve.map(({ epoch }) => epoch);
  const values = curve.map((point) => point[name]);
  const [first, last] = [Math.min(...epochs), Math.max(...epochs)];
  const across = [margin.left, size.width - margin.right] as const;
  const horizontal = linearScale([first, last], across, Math.min(6, last - first));
  const vertical = linearScale(
    [name === 'loss' ? 0 : Math.min(...values), Math.max(...values)],
    [size.height - margin.bottom, margin.top],
  );
  const dots = curve.map((point) => ({
    x: horizontal.place(point.epoch),
    y: vertical.place(point[name]),
    text: `epoch ${point.epoch}: ${name} ${point[name].toFixed(4)}`,
  }));
  const line = dots.map(({ x, y }) => `${x},${y}`).join(' ');
  return { ...size, line, dots: thin(dots), horizontal, vertical };
}

const mostDots = 20;

/** Some of many points, the last among them: the line shows all, and a page stays light. */
function thin<Dot>(dots: readonly Dot[]): readonly Dot[] {
  const step = Math.ceil(dots.length / mostDots);
  return dots.filter((_, place) => (dots.length - 1 - place) % step === 0);
}
