import fc from 'fast-check';
import { expect, it } from 'vitest';
import { chooseDevices } from '../../../runner/src/training/choose-devices.ts';
import { chooseWidth } from '../../../runner/src/training/choose-width.ts';

const machines = fc.record({
  gpus: fc.uniqueArray(fc.integer({ min: 0, max: 15 }), { maxLength: 8 }),
  cores: fc.uniqueArray(fc.integer({ min: 0, max: 63 }), { minLength: 1, maxLength: 16 }),
});

function gpu(index: number) {
  return { index, uuid: `GPU-${index}`, name: 'a card', memoryBytes: 1e9 };
}

it('uses no more GPUs than the budget has, none twice, and none when it has none', () => {
  fc.assert(
    fc.property(
      machines,
      fc.integer({ min: 1, max: 8 }),
      fc.integer({ min: 0, max: 8 }),
      (machine, workers, gpuCount) => {
        const { cores } = machine;
        const devices = chooseDevices(workers, gpuCount, { gpus: machine.gpus.map(gpu), cores });
        const used = devices.flatMap((device) => device.gpu ?? []);
        expect(used.length).toBe(Math.min(gpuCount, machine.gpus.length, workers));
        expect(new Set(used).size).toBe(used.length);
        if (used.length > 0) expect(devices).toHaveLength(used.length);
        else
          expect(devices.map(({ core }) => cores.includes(core!))).toEqual(
            new Array(workers).fill(true),
          );
      },
    ),
  );
});

it('runs no more trials at a time than GPUs were asked for, or trials', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 1, max: 8 }),
      fc.integer({ min: 1, max: 64 }),
      (trials, gpus, cores) => {
        const budget = { MODEL_TRIAL_COUNT: trials, TIME_HOURS: 1, GPU_COUNT: gpus };
        const width = chooseWidth(budget, { cores, freeBytes: 1e9 }, 1e6);
        expect(width).toBe(Math.min(trials, gpus));
      },
    ),
  );
});
