import { readValidModule } from '@orangery/runner';
import { Failure, type TrainingRequest } from '@orangery/schemas';
import { resolveModuleFolder } from '../module-folder.ts';
import type { Asked } from './asked.ts';
import { sameBackbone } from './read-backbone.ts';

/**
 * What a request asks for, read from a file that is named when something is wrong.
 * @throws Failure FILE_INVALID, MODULE_UNKNOWN, MODULE_INVALID
 */
export async function askedAgain(
  request: TrainingRequest,
  file: string,
  cwd: string,
): Promise<Asked> {
  const module = await readValidModule(await resolveModuleFolder(request.module.id, cwd));
  checkModule(module, request, file);
  const { dataset, validation, target, budget, child, knobs, backend, seed, visibility } = request;
  const { tuner, backbone } = request;
  return {
    ...{ module, dataset, validation, target, budget, child, knobs, backend, seed, visibility },
    ...(tuner && { tuner }),
    ...(backbone && { backbone: await sameBackbone(backbone, module, cwd) }),
    baseFolder: cwd,
  };
}

function checkModule(module: Asked['module'], request: TrainingRequest, file: string): void {
  const { recipe } = module.frontMatter;
  // a module's own code says what it reads when it runs
  if (recipe === request.recipe || module.files.includes('module.ts')) return;
  throw new Failure(
    'FILE_INVALID',
    `${file}: expected the recipe of ${module.id}, ${recipe ?? 'none'}, found ${request.recipe}`,
  );
}
