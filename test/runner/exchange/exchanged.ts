import type { ExchangedModule } from '../../../runner/src/exchange/index.ts';
import { fixtureModule } from '../../marketplace/fixture-modules.ts';

/** A fixture module as a public marketplace shows it. */
export function exchanged(
  id: string,
  change: Partial<ExchangedModule['module']['frontMatter']> = {},
): ExchangedModule {
  const module = fixtureModule(id);
  return {
    module: { ...module, frontMatter: { ...module.frontMatter, ...change } },
    catalogue: 'Garden of models',
    address: 'https://example.org/garden/',
    repository: 'example/garden',
  };
}

/** The same on a machine of its own. */
export function unpublished(one: ExchangedModule): ExchangedModule {
  return { ...one, address: undefined, repository: undefined };
}

/** A picture classifier of ONNX that says it is meant for bioimage.io. */
export function microscopeModule(): ExchangedModule {
  const one = exchanged('leaf-classifier', {
    runtime: 'onnx',
    recipe: undefined,
    preprocessing: {
      inputs: {
        Pixels: {
          kind: 'image',
          from: 'picture',
          size: [224, 192],
          mean: [0.485, 0.456, 0.406],
          deviation: [0.229, 0.224, 0.225],
        },
      },
    },
    inputs: [{ name: 'picture', type: 'image' }],
    outputs: [{ name: 'label', type: 'class-probabilities', values: ['a', 'b'], shape: [-1, 2] }],
    foreign: { bioimageio: { opset_version: 17 } },
  });
  const { module } = one;
  return {
    ...one,
    module: {
      ...module,
      files: [...module.files, 'artifact/model.onnx'],
      artifact: { ...module.artifact!, format: 'onnx' },
    },
  };
}
