import { yamlText, type TrainingRequest } from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';
import { requestLink } from '../retrain/request-link.ts';
import { exampleData, targetOf } from './train-command.ts';

/** Pages of GitHub that open with a request filled in, to be sent there. */
export interface RetrainLinks {
  /** Issue form: nothing to know but a link to the data. */
  readonly issue: string;
  /** New file with the whole request as its content: it becomes a pull request. */
  readonly file: string;
}

const budget = { MODEL_TRIAL_COUNT: 10, TIME_HOURS: 0.08 } as const;
const longestId = 64;

/**
 * Links by which a module is retrained from GitHub; null where it has no recipe.
 * @param repository `owner/name` of the catalogue
 */
export function retrainLinks(module: Module, repository: string): RetrainLinks | null {
  const request = retrainRequest(module);
  if (request === null) return null;
  const path = `modules/${request.child!}/training/first.yml`;
  const { MODEL_TRIAL_COUNT: trials, TIME_HOURS: hours } = budget;
  const asked = { module: module.id, trials, minutes: hours * 60 };
  const { target } = request;
  const issue = requestLink(repository, { ...asked, ...(target !== undefined && { target }) });
  const file = new URLSearchParams({ filename: path, value: yamlText(request) });
  // GitHub takes + for a plus
  const encoded = file.toString().replaceAll('+', '%20');
  return { issue, file: `https://github.com/${repository}/new/main?${encoded}` };
}

/** A request that is valid as it stands, but for the link to the data. */
export function retrainRequest(module: Module): TrainingRequest | null {
  const { id, frontMatter } = module;
  const { recipe, version } = frontMatter;
  if (recipe === undefined) return null;
  const target = targetOf(module);
  return {
    schema: 'training-request/1',
    module: { id, version },
    recipe,
    child: `my-${id}`.slice(0, longestId).replace(/-+$/, ''),
    dataset: [{ link: exampleData(recipe) }],
    ...(target !== undefined && { target }),
    budget,
    backend: 'auto',
    seed: 1,
    visibility: 'private',
  };
}
