import { describe, expect, it } from 'vitest';
import { calibrationGeometry } from '../../../marketplace/src/catalogue/calibration.ts';
import { classBars } from '../../../marketplace/src/catalogue/class-bars.ts';
import { confusionGeometry } from '../../../marketplace/src/catalogue/confusion-matrix.ts';
import { curveGeometry, learningCurve } from '../../../marketplace/src/catalogue/learning-curve.ts';
import { linearScale } from '../../../marketplace/src/catalogue/plot-scale.ts';
import { fixtureModule } from '../fixture-modules.ts';

describe('linearScale', () => {
  it.each([
    [[0, 1], 5, [0, 0.2, 0.4, 0.6, 0.8, 1]],
    [[0, 2.03], 4, [0, 1, 2]],
    [[3, 17], 4, [5, 10, 15]],
  ] as const)('over %s has round ticks', (domain, count, ticks) => {
    expect(linearScale(domain, [0, 100], count).ticks).toEqual(ticks);
  });

  it('puts a single value in the middle', () => {
    expect(linearScale([5, 5], [0, 100]).place(5)).toBe(50);
  });

  it('runs backwards for heights', () => {
    const { place } = linearScale([0, 10], [200, 0]);
    expect([place(0), place(5), place(10)]).toEqual([200, 100, 0]);
  });
});

describe('confusionGeometry', () => {
  const geometry = confusionGeometry({
    classes: ['ash', 'a very long class name'],
    confusionMatrix: [
      [8, 2],
      [0, 0],
    ],
  });

  it('has a cell for each pair of classes, inside the picture', () => {
    expect(geometry.cells).toHaveLength(4);
    for (const { x, y } of geometry.cells) {
      expect(x + geometry.cellSize).toBeLessThanOrEqual(geometry.width);
      expect(y + geometry.cellSize).toBeLessThanOrEqual(geometry.height);
    }
  });

  it('gives shares of the true class, and none of a class that does not occur', () => {
    expect(geometry.cells.map(({ share }) => share)).toEqual([0.8, 0.2, 0, 0]);
  });

  it('says in words what a cell means', () => {
    expect(geometry.cells[1]!.text).toBe('2 of ash taken for a very long class name');
  });

  it('shortens labels that would take the room of the cells', () => {
    expect(geometry.rowLabels[1]!.text).toBe('a very long c…');
  });

  it('leaves counts out where cells are too small for them', () => {
    const classes = Array.from({ length: 60 }, (_, index) => `class ${index}`);
    const confusionMatrix = classes.map(() => classes.map(() => 1));
    expect(confusionGeometry({ classes, confusionMatrix }).hasCounts).toBe(false);
  });
});

describe('calibrationGeometry', () => {
  it('places bins by confidence and accuracy, empty ones not at all', () => {
    const { points } = calibrationGeometry([
      { confidence: 0.2, accuracy: 0.1, count: 1 },
      { confidence: 0.5, accuracy: 0, count: 0 },
      { confidence: 0.9, accuracy: 0.95, count: 100 },
    ]);
    expect(points).toHaveLength(2);
    expect(points[1]!.x).toBeGreaterThan(points[0]!.x);
    expect(points[1]!.y).toBeLessThan(points[0]!.y);
    expect(points[1]!.radius).toBeGreaterThan(points[0]!.radius);
  });
});

describe('learningCurve', () => {
  const [receipt] = fixtureModule('leaf-classifier').receipts;

  it('draws the kept trial, epoch by epoch', () => {
    const curve = learningCurve(receipt!)!;
    expect(curve.trial.number).toBe(receipt!.best);
    expect(curve.loss.dots).toHaveLength(curve.trial.curve!.length);
    expect(curve.score.line.split(' ')).toHaveLength(curve.trial.curve!.length);
  });

  it('marks at most twenty of many epochs, the last among them, and draws its line through all', () => {
    const curve = Array.from({ length: 112 }, (_, place) => ({
      epoch: place + 1,
      loss: 1 / (place + 1),
      score: 0.5,
    }));
    const { line, dots } = curveGeometry(curve, 'loss');
    expect(line.split(' ')).toHaveLength(112);
    expect(dots.length).toBeLessThanOrEqual(20);
    expect(dots.at(-1)!.text).toBe('epoch 112: loss 0.0089');
  });

  it('is not drawn of a single epoch or of none', () => {
    const trials = receipt!.trials.map((trial) => ({ ...trial, curve: trial.curve?.slice(0, 1) }));
    expect(learningCurve({ ...receipt!, trials })).toBeNull();
  });
});

describe('classBars', () => {
  it('draws the longest bar in full', () => {
    const { bars, hidden } = classBars([
      { name: 'a', count: 50 },
      { name: 'b', count: 25 },
    ]);
    expect(bars.map(({ width }) => width)).toEqual([100, 50]);
    expect(bars[1]!.share).toBeCloseTo(1 / 3);
    expect(hidden).toBe(0);
  });

  it('shows the largest of very many classes', () => {
    const classes = Array.from({ length: 100 }, (_, count) => ({ name: `c${count}`, count }));
    const { bars, hidden } = classBars(classes);
    expect(bars).toHaveLength(24);
    expect(hidden).toBe(76);
    expect(bars[0]!.count).toBe(99);
  });
});
