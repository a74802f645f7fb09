import type { ClassificationDetails } from '@orangery/schemas';
import { linearScale, plotMargin as margin, round, type Scale } from './plot-scale.ts';

export interface CalibrationPoint {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly text: string;
}

export interface CalibrationGeometry {
  readonly width: number;
  readonly height: number;
  readonly points: readonly CalibrationPoint[];
  /** `points` of a polyline through all of them. */
  readonly line: string;
  readonly horizontal: Scale;
  readonly vertical: Scale;
}

const size = 300;

/**
 * A point a bin: how sure the model was across, how often it was right up, the area of the point for
 * how many predictions (reliability diagram; Guo et al. 2017, arXiv:1706.04599).
 */
export function calibrationGeometry(
  bins: ClassificationDetails['calibration'],
): CalibrationGeometry {
  const horizontal = linearScale([0, 1], [margin.left, size - margin.right], 5);
  const vertical = linearScale([0, 1], [size - margin.bottom, margin.top], 5);
  const most = Math.max(1, ...bins.map(({ count }) => count));
  const points = bins
    .filter(({ count }) => count > 0)
    .map(({ confidence, accuracy, count }) => ({
      x: horizontal.place(confidence),
      y: vertical.place(accuracy),
      radius: round(3 + 9 * Math.sqrt(count / most)),
      text: `${percent(confidence)} sure, right ${percent(accuracy)} of ${count} times`,
    }));
  const line = points.map(({ x, y }) => `${x},${y}`).join(' ');
  return { width: size, height: size, points, line, horizontal, vertical };
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
