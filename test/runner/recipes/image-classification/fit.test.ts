import { beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../../../../runner/src/compute/backend.ts';
import { imageClassification as recipe } from '../../../../runner/src/recipes/image-classification/index.ts';
import type { ImageModel } from '../../../../runner/src/recipes/image-classification/model.ts';
import type { ImageData } from '../../../../runner/src/recipes/image-classification/read-images.ts';
import type { Fitted, FitOptions } from '../../../../runner/src/recipes/recipe.ts';
import { cornerDataset } from '../../../helpers/pictures.ts';
import { itKeepsFitPromises } from '../../../helpers/fit-promises.ts';
import { dataFiles, readOptions } from '../../../helpers/read-data.ts';

let train: ImageData;
let selection: ImageData;

beforeAll(async () => {
  await startBackend('wasm');
  const all = await recipe.readData(dataFiles(await cornerDataset(3, 16)), readOptions());
  const indices = all.examples.map((_, index) => index);
  train = recipe.select(
    all,
    indices.filter((index) => index % 4 !== 0),
  );
  selection = recipe.select(
    all,
    indices.filter((index) => index % 4 === 0),
  );
});

const small = { filters: 4, denseUnits: 8, dropout: 0.2, erasing: 0.5, augmentation: 0.6 };

const whole = 120;

async function fit(
  epochs: number,
  { knobs, ...options }: Partial<FitOptions<ImageData>> = {},
): Promise<Fitted<ImageModel>> {
  return recipe.fit({
    train,
    selection,
    knobs: { ...recipe.defaults(train, { hasBackbone: false }), ...small, ...knobs },
    seed: 5,
    until: epochs / whole,
    signal: new AbortController().signal,
    isOutOfTime: () => false,
    onEpoch: () => {},
    ...options,
  });
}

function layerOf({ model }: Fitted<ImageModel>, name: string): number[] {
  return model.network
    .getLayer(name)
    .getWeights()
    .flatMap((weight) => [...weight.dataSync()]);
}

describe('fitting an image classifier', () => {
  itKeepsFitPromises({ recipe, fit, whole, data: () => train });

  it('takes a backbone’s convolutions and pictures, and leaves frozen ones as they are', async () => {
    const parent = await fit(6);
    const backbone = await recipe.save(parent.model);
    const frozen = await fit(6, { backbone, seed: 6, knobs: { backbone: 'frozen' } });
    const tuned = await fit(6, { backbone, seed: 6, knobs: { backbone: 'fine-tuned' } });
    const learnt = layerOf(parent, 'convolution_1');
    expect(layerOf(frozen, 'convolution_1')).toEqual(learnt);
    expect(layerOf(tuned, 'convolution_1')).not.toEqual(learnt);
    expect(layerOf(frozen, 'dense')).not.toEqual(layerOf(parent, 'dense'));
    expect(frozen.model.preprocessing.mean).toEqual(parent.model.preprocessing.mean);
    for (const { model } of [parent, frozen, tuned]) recipe.dispose(model);
  });

  it('refuses a backbone of another recipe', async () => {
    const files = new Map([['preprocessing.json', Buffer.from('{"recipe":"tabular"}')]]);
    await expect(fit(1, { backbone: files })).rejects.toMatchObject({
      code: 'FILE_INVALID',
      message: 'artifact/preprocessing.json: expected the preprocessing of image-classification',
    });
  });
});
