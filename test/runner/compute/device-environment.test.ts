import { expect, it } from 'vitest';
import { pickDeviceEnvironment } from '../../../runner/src/compute/device-environment.ts';

it('lets a worker find drivers and add-ons, and no secret', () => {
  const environment = { NODE_PATH: '/add-ons', VK_ICD_FILENAMES: '/icd.json', HF_TOKEN: 'hf_1' };
  expect(pickDeviceEnvironment({ ...environment, LD_LIBRARY_PATH: undefined })).toEqual({
    NODE_PATH: '/add-ons',
    VK_ICD_FILENAMES: '/icd.json',
  });
});
