import { expect, it } from 'vitest';
import { weigh } from '../../../marketplace/src/build/weigh-weights.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

it('adds up the weights that are served, and counts their modules', async () => {
  const site = await tempFolder({
    'one/files/artifact/weights.bin': '12345',
    'one/files/artifact/artifact.json': '{}',
    'one/files/sample/rows.csv': 'a,b',
    'two/index.html': '<p>',
    'three/files/artifact/model.onnx': '123',
  });
  expect(await weigh(site)).toEqual({ modules: 2, bytes: 10 });
  expect(await weigh(`${site}/nowhere`)).toEqual({ modules: 0, bytes: 0 });
});
