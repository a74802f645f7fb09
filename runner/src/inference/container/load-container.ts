import { Failure } from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';
import { openModel } from '../../container/api/open-model.ts';
import type { CodeOptions } from '../../custom/code-options.ts';
import type { Predictor } from '../predictor.ts';
import { containerPredictor } from './container-predictor.ts';

/**
 * A module whose server runs in a container that was started for it.
 * @throws Failure ENGINE_UNAVAILABLE when none was; CONTAINER_FAILED, CONTAINER_UNFIT
 */
export async function loadContainer(module: Module, code?: CodeOptions): Promise<Predictor> {
  const address = addressOfContainer(module.id, code);
  const signal = new AbortController().signal;
  const { model } = module.frontMatter.container ?? {};
  const remote = await openModel(address, { model, label: module.id, signal });
  return containerPredictor(module, remote);
}

/** @throws Failure ENGINE_UNAVAILABLE when it was not started */
export function addressOfContainer(
  id: string,
  { containers = {} }: Pick<CodeOptions, 'containers'> = {},
): string {
  const address = containers[id]?.address;
  if (address !== undefined) return address;
  throw notStarted(id);
}

function notStarted(id: string): Failure {
  return new Failure(
    'ENGINE_UNAVAILABLE',
    `${id}: expected its container to run, found that nobody started one`,
    { hint: 'Serve it with orangery serve, or deploy it with --target compose.' },
  );
}
