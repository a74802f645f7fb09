import { describe, expect, it } from 'vitest';
import { Failure } from '@orangery/schemas';
import { toldFailure } from '../../../../runner/src/serving/module-training/told-failure.ts';

describe('toldFailure', () => {
  it('tells code, message and what to do', () => {
    const failure = new Failure('DATASET_INVALID', 'dataset.csv: expected two classes, found one', {
      hint: 'Add rows of another class.',
    });
    expect(toldFailure(failure, ['/srv/state']).message).toMatchInlineSnapshot(`
      "DATASET_INVALID dataset.csv: expected two classes, found one
      Add rows of another class."
    `);
  });

  it('names no folder of the server', () => {
    const failure = new Failure('TRAINING_FAILED', '/srv/state/runs/run-1 and /srv/state: full', {
      hint: 'Make room in /srv/state/cache.',
    });
    expect(toldFailure(failure, ['/srv/state', '/srv/state/cache']).message).toMatchInlineSnapshot(`
      "TRAINING_FAILED runs/run-1 and …: full
      Make room in …."
    `);
  });

  it('tells nothing of a mistake of ours', () => {
    const told = toldFailure(new TypeError('/srv/state is not iterable'), []);
    expect(told.message).toMatchInlineSnapshot(
      `"INTERNAL The training failed; the server’s log says why"`,
    );
    expect(told.cause).toBeInstanceOf(TypeError);
  });
});
