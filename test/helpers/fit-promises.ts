import { expect, it } from 'vitest';
import { tf, type layers } from '../../runner/src/compute/tensorflow.ts';
import type { Fitted, FitOptions, Recipe } from '../../runner/src/recipes/recipe.ts';

/** A recipe's fit of something small, as the tests of it call it. */
export interface SmallFit<Data, Model> {
  readonly recipe: Pick<Recipe<Data, never, Model>, 'save' | 'load' | 'dispose' | 'evaluate'>;
  /** All examples; known when tests run. */
  readonly data: () => Data;
  /** Passes of a whole fit. */
  readonly whole: number;
  readonly fit: (epochs: number, options?: Partial<FitOptions<Data>>) => Promise<Fitted<Model>>;
}

/** Tests of what every fit of a network promises, whatever its recipe. */
export function itKeepsFitPromises<Data, Model>(small: SmallFit<Data, Model>): void {
  const { recipe, fit, whole } = small;
  const disposeAll = (fits: readonly Fitted<Model>[]): void =>
    fits.forEach(({ model }) => recipe.dispose(model));

  it('gives the same weights paused at a third as in one stretch, bit for bit', async () => {
    const straight = await fit(3);
    const first = await fit(1);
    expect(first).toMatchObject({ status: 'paused', epochs: whole });
    const rest = await fit(3, { checkpoint: first.checkpoint! });
    expect(await recipe.save(rest.model)).toEqual(await recipe.save(straight.model));
    expect([rest.score, rest.selectionLoss]).toEqual([straight.score, straight.selectionLoss]);
    disposeAll([straight, first, rest]);
  });

  it('is fitted to all the data without any that chooses', async () => {
    const refit = await fit(2, { train: small.data(), selection: null });
    expect(refit).toMatchObject({ status: 'done', keptEpoch: 2, score: 0 });
    recipe.dispose(refit.model);
  });

  it('starts from another trial’s weights', async () => {
    const first = await fit(3);
    const start = await recipe.save(first.model);
    const [fresh, warm] = [await fit(1), await fit(1, { start })];
    expect(warm.selectionLoss).toBeLessThan(fresh.selectionLoss);
    disposeAll([first, fresh, warm]);
  });

  it('leaves no tensor behind, nor when it goes on or was loaded', async () => {
    const before = tf.memory().numTensors;
    const paused = await fit(1);
    const rest = await fit(2, { checkpoint: paused.checkpoint! });
    const loaded = await recipe.load(await recipe.save(rest.model));
    await recipe.evaluate(loaded, small.data());
    disposeAll([paused, rest]);
    recipe.dispose(loaded);
    expect(tf.memory().numTensors).toBe(before);
  });
}

/** Tests of what a fit promises of a backbone: frozen layers stay, others learn on. */
export function itKeepsFrozenLayers<Data, Model extends { readonly network: layers.LayersModel }>(
  { recipe, fit }: SmallFit<Data, Model>,
  layer: string,
): void {
  it('leaves a frozen backbone as it is', async () => {
    const weights = ({ model }: Fitted<Model>): number[] =>
      model.network
        .getLayer(layer)
        .getWeights()
        .flatMap((weight) => [...weight.dataSync()]);
    const parent = await fit(1);
    const backbone = await recipe.save(parent.model);
    const frozen = await fit(1, { backbone, seed: 6, knobs: { backbone: 'frozen' } });
    const tuned = await fit(1, { backbone, seed: 6, knobs: { backbone: 'fine-tuned' } });
    expect(weights(frozen)).toEqual(weights(parent));
    expect(weights(tuned)).not.toEqual(weights(parent));
    for (const { model } of [parent, frozen, tuned]) recipe.dispose(model);
  });
}
