import { describe, expect, it } from 'vitest';
import { meanOverlap, measureSegmentation } from '../../../runner/src/metrics/segmentation.ts';

function picture(truth: readonly number[], found: readonly number[]) {
  return { truth: Uint8Array.from(truth), found: Uint8Array.from(found) };
}

describe('measuring masks', () => {
  it('gives the shared part of each class, and its mean', () => {
    // class 0: 3 true, 2 found, 2 shared; class 1: 1 true, 2 found, 1 shared
    const { metrics, details } = measureSegmentation(
      ['a', 'b'],
      [picture([0, 0, 0, 1], [0, 0, 1, 1])],
    );
    expect(metrics['meanIoU']).toBeCloseTo((2 / 3 + 1 / 2) / 2, 12);
    expect(metrics['meanF1']).toBeCloseTo((4 / 5 + 2 / 3) / 2, 12);
    expect(metrics['pixelAccuracy']).toBe(0.75);
    expect(details.perClass).toEqual([
      { name: 'a', count: 3, metrics: { iou: 2 / 3, precision: 1, recall: 2 / 3 } },
      { name: 'b', count: 1, metrics: { iou: 0.5, precision: 0.5, recall: 1 } },
    ]);
  });

  it('does not judge pixels of 255', () => {
    const { metrics } = measureSegmentation(['a', 'b'], [picture([0, 255, 255, 1], [0, 1, 0, 1])]);
    expect(metrics).toEqual({ meanIoU: 1, meanF1: 1, pixelAccuracy: 1 });
  });

  it('leaves out classes that neither occur nor were found, and counts invented ones', () => {
    const classes = ['a', 'b', 'c'];
    expect(meanOverlap(3, [picture([0, 0], [0, 0])])).toBe(1);
    const { metrics, details } = measureSegmentation(classes, [picture([0, 0], [0, 2])]);
    expect(metrics['meanIoU']).toBe(0.25);
    expect(details.perClass?.[2]).toEqual({
      name: 'c',
      count: 0,
      metrics: { iou: 0, precision: 0, recall: 0 },
    });
  });

  it('gives the same interval each time, around the figure', () => {
    const pictures = Array.from({ length: 30 }, (_, index) =>
      picture([0, 0, 1, 1], index % 3 === 0 ? [0, 1, 1, 0] : [0, 0, 1, 1]),
    );
    const one = measureSegmentation(['a', 'b'], pictures);
    expect(measureSegmentation(['a', 'b'], pictures)).toEqual(one);
    for (const name of ['meanIoU', 'meanF1', 'pixelAccuracy']) {
      expect(one.intervals[name]!.lower).toBeLessThan(one.metrics[name]!);
      expect(one.intervals[name]!.upper).toBeGreaterThan(one.metrics[name]!);
    }
  });
});
