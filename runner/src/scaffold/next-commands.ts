import type { Module } from '@orangery/schemas/files';
import { firstRequest } from './first-request.ts';
import { trustWord } from './trust-word.ts';

/** What a new module is, as far as the commands that come next depend on it. */
export interface Made {
  readonly id: string;
  /** Its folder as it is typed. */
  readonly place: string;
  /** Its name, or its folder where that is not in `modules/`. */
  readonly name: string;
  readonly module: Pick<Module, 'files' | 'frontMatter'>;
}

/** What to type next, in this order; each works as soon as those before it did. */
export function nextCommands({ place, name, module }: Made): readonly string[] {
  const trust = trustWord(module.files);
  const { runtime, dataset, container, artifact } = module.frontMatter;
  const isTrainable = runtime === 'container' ? container?.train !== undefined : runtime === 'tfjs';
  const isOpen = isTrainable && dataset !== undefined && artifact === undefined;
  const train = module.files.includes(firstRequest)
    ? `--request ${place}/${firstRequest}`
    : `${name} --trials 3 --hours 0.02 --visibility public`;
  return [
    `orangery validate ${place}`,
    `orangery test ${name}${trust}`,
    ...(isOpen ? [`orangery train ${train} --out ${place}${trust}`] : []),
    `orangery serve ${name}${trust}`,
  ];
}
