import { describe, expect, it } from 'vitest';
import {
  measureDetection,
  quickScore,
  type DetectedPicture,
  type LabelledBox,
} from '../../../runner/src/metrics/detection.ts';
import { overlapOf } from '../../../runner/src/metrics/overlap.ts';

function box(x: number, y: number, width = 10, height = 10, label = 0): LabelledBox {
  return { x, y, width, height, label };
}

function scored(one: LabelledBox, score: number) {
  return { ...one, score };
}

describe('overlap', () => {
  it.each([
    [box(0, 0), box(0, 0), 1],
    [box(0, 0), box(20, 0), 0],
    [box(0, 0), box(10, 0), 0],
    [box(0, 0), box(5, 0), 1 / 3],
    [box(0, 0), box(2, 2, 5, 5), 1 / 4],
  ])('of %j and %j is their shared part of both together', (one, other, overlap) => {
    expect(overlapOf(one, other)).toBeCloseTo(overlap, 12);
    expect(overlapOf(other, one)).toBeCloseTo(overlap, 12);
  });
});

describe('measuring found boxes', () => {
  const right: DetectedPicture = { truth: [box(0, 0)], found: [scored(box(0, 0), 0.9)] };

  it('gives 1 where everything is found and nothing else', () => {
    const { metrics, intervals } = measureDetection(['a'], [right, right]);
    expect(metrics).toEqual({ map50: 1, map: 1, precision: 1, recall: 1, f1: 1 });
    expect(intervals['map50']).toEqual({ lower: 1, upper: 1 });
  });

  it('gives 0 where nothing is found, or nothing is right', () => {
    const nothing: DetectedPicture = { truth: [box(0, 0)], found: [] };
    const wrong: DetectedPicture = { truth: [box(0, 0)], found: [scored(box(50, 50), 1)] };
    const label: DetectedPicture = { truth: [box(0, 0)], found: [scored(box(0, 0, 10, 10, 1), 1)] };
    for (const picture of [nothing, wrong, label]) {
      expect(measureDetection(['a', 'b'], [picture]).metrics).toMatchObject({ map50: 0, f1: 0 });
    }
  });

  it('counts a box at the overlaps that it reaches', () => {
    // shares 8 of 10 columns: overlap 0.8, right at 0.5 … 0.8, seven of ten thresholds
    const close: DetectedPicture = { truth: [box(0, 0)], found: [scored(box(0, 0, 8), 0.9)] };
    expect(measureDetection(['a'], [close]).metrics).toMatchObject({ map50: 1 });
    expect(measureDetection(['a'], [close]).metrics['map']).toBeCloseTo(0.7, 12);
  });

  it('takes a true box once: the second box on it is wrong', () => {
    const twice: DetectedPicture = {
      truth: [box(0, 0), box(30, 0)],
      found: [scored(box(0, 0), 0.9), scored(box(1, 0), 0.8), scored(box(30, 0), 0.7)],
    };
    // precision 1 up to half of the recall, then 2 of 3: 51 and 50 of COCO's 101 points
    expect(measureDetection(['a'], [twice]).metrics['map50']).toBeCloseTo(
      (51 + 50 * (2 / 3)) / 101,
      12,
    );
  });

  it('orders boxes of all pictures by their score', () => {
    const invented: DetectedPicture = { truth: [], found: [scored(box(0, 0), 0.95)] };
    const late: DetectedPicture = { truth: [], found: [scored(box(0, 0), 0.1)] };
    expect(measureDetection(['a'], [right, invented]).metrics['map50']).toBeCloseTo(0.5, 12);
    expect(measureDetection(['a'], [right, late]).metrics['map50']).toBe(1);
  });

  it('tells the score from which boxes are worth telling, and each class by itself', () => {
    const found = [scored(box(0, 0), 0.8), scored(box(60, 0), 0.3), scored(box(80, 0), 0.2)];
    const picture: DetectedPicture = { truth: [box(0, 0), box(0, 50, 10, 10, 1)], found };
    const { bestThreshold, metrics, details } = measureDetection(['a', 'b', 'c'], [picture]);
    expect(bestThreshold).toBe(0.8);
    expect(metrics).toMatchObject({ map50: 0.5, precision: 1, recall: 0.5 });
    expect(details.perClass).toEqual([
      { name: 'a', count: 1, metrics: { ap50: 1, ap: 1 } },
      { name: 'b', count: 1, metrics: { ap50: 0, ap: 0 } },
      { name: 'c', count: 0, metrics: { ap50: 0, ap: 0 } },
    ]);
    expect(quickScore(3, [picture])).toBe(0.5);
  });

  it('gives the same interval each time, around the figure', () => {
    const miss: DetectedPicture = { truth: [box(0, 0)], found: [] };
    const pictures = Array.from({ length: 40 }, (_, index) => (index % 4 === 0 ? miss : right));
    const one = measureDetection(['a'], pictures);
    expect(measureDetection(['a'], pictures)).toEqual(one);
    const { lower, upper } = one.intervals['map50']!;
    expect(lower).toBeLessThan(one.metrics['map50']!);
    expect(upper).toBeGreaterThan(one.metrics['map50']!);
    expect(upper - lower).toBeLessThan(0.4);
  });

  it('measures no pictures without a number that is none', () => {
    expect(measureDetection(['a'], []).metrics).toEqual({
      map50: 0,
      map: 0,
      precision: 0,
      recall: 0,
      f1: 0,
    });
  });
});
