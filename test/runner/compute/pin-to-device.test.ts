import { expect, it } from 'vitest';
import { pinToDevice } from '../../../runner/src/compute/pin-to-device.ts';

it('gives a worker one card', () => {
  expect(pinToDevice({ gpu: 2 }, '/usr/bin/taskset')).toMatchInlineSnapshot(`
    {
      "env": {
        "CUDA_DEVICE_ORDER": "PCI_BUS_ID",
        "CUDA_VISIBLE_DEVICES": "2",
        "TF_CPP_MIN_LOG_LEVEL": "2",
        "TF_FORCE_GPU_ALLOW_GROWTH": "true",
      },
      "prefix": [],
    }
  `);
});

it('gives a worker one core, one thread and no card', () => {
  expect(pinToDevice({ core: 5 }, '/usr/bin/taskset')).toMatchInlineSnapshot(`
    {
      "env": {
        "CUDA_VISIBLE_DEVICES": "-1",
        "OMP_NUM_THREADS": "1",
        "TF_CPP_MIN_LOG_LEVEL": "2",
        "TF_NUM_INTEROP_THREADS": "1",
        "TF_NUM_INTRAOP_THREADS": "1",
      },
      "prefix": [
        "/usr/bin/taskset",
        "-c",
        "5",
      ],
    }
  `);
});

it('leaves the core to the system where taskset is not installed', () => {
  expect(pinToDevice({ core: 0 }, undefined).prefix).toEqual([]);
});
