import type { Account } from '../../../../actions/github/entities.ts';
import { moduleText } from '../model/garden.ts';
import type { ModelFile } from '../model/model-state.ts';
import { pathsOn, textAt } from './oracle/truth.ts';
import { accessAfter, accessText } from './access-truth.ts';
import type { Change, Meant } from './event.ts';
import { deploymentText, type World } from './world.ts';
import { links } from './write-order.ts';

export type Files = Readonly<Record<string, string | ModelFile | null>>;

/** The files of a contribution: never the same twice. */
export function changeFiles(world: World, author: Account, change: Change): Files {
  const n = world.garden.forge.id();
  switch (change.kind) {
    case 'folder':
      return folderFiles(world, author, change.id, n);
    case 'two folders': {
      const [one, other] = change.ids;
      return { ...folderFiles(world, author, one, n), ...folderFiles(world, author, other, n) };
    }
    case 'deployment': {
      const owner = world.people[change.owner];
      return { [`deployments/${change.name}.yml`]: `${deploymentText(owner)}# ${n}\n` };
    }
    case 'workflow':
      return {
        ...folderFiles(world, author, change.id, n),
        '.github/workflows/validate.yml': `name: ${n}\n`,
      };
    case 'access':
      return { '.github/access.yml': `${accessText(accessAfter('usual'))}# ${n}\n` };
    case 'maintainers':
      return { [`modules/${change.id}/module.md`]: moduleText(`Taken ${n}`, author) };
    case 'removal': {
      const path = `modules/${change.id}/module.md`;
      return textAt(world, path) === null
        ? { [path]: moduleText('None', author) }
        : { [path]: null };
    }
    case 'golden':
    case 'receipt':
    case 'report':
    case 'link':
    case 'submodule':
    case 'executable':
    case 'case twin':
      return oddFiles(change.kind, `modules/${change.id}`, n);
  }
}

function folderFiles(world: World, author: Account, id: string, n: number): Files {
  const isThere = pathsOn(world).some((path) => path.startsWith(`modules/${id}/`));
  const notes = { [`modules/${id}/notes-${n}.md`]: 'Notes.\n' };
  if (isThere) return notes;
  return { ...notes, [`modules/${id}/module.md`]: moduleText(`New ${n}`, author) };
}

function oddFiles(
  kind: 'golden' | 'receipt' | 'report' | 'link' | 'submodule' | 'executable' | 'case twin',
  folder: string,
  n: number,
): Files {
  const of = (mode: string): ModelFile => ({ mode, content: Buffer.from(`../elsewhere-${n}`) });
  switch (kind) {
    case 'golden':
      return { [`${folder}/golden.json`]: `{ "n": ${n} }\n` };
    case 'receipt':
      return { [`${folder}/receipts/${n}.json`]: '{}\n' };
    case 'report':
      return { [`${folder}/reports/${n}.json`]: '{}\n' };
    case 'link':
      return { [`${folder}/link-${n}`]: of('120000') };
    case 'submodule':
      return { [`${folder}/part-${n}`]: of('160000') };
    case 'executable':
      return { [`${folder}/run-${n}.sh`]: of('100755') };
    case 'case twin':
      return { [`${folder}/twin-${n}.md`]: 'a\n', [`${folder}/Twin-${n}.md`]: 'b\n' };
  }
}

/** The one file of a pull request that asks for a training. */
export function requestFiles(meant: Meant & { readonly verb: 'retrain' }, child: string): Files {
  const { module, hours, gpus = 0, bytes, isPublic } = meant;
  const link = links[meant.link];
  const pin = bytes === undefined ? {} : { sha256: 'd'.repeat(64), bytes };
  const request = {
    ...{ schema: 'training-request/1', module: { id: module, version: '1.0.0' } },
    ...{ recipe: 'image-classification', child, dataset: link === null ? [] : [{ link, ...pin }] },
    budget: { MODEL_TRIAL_COUNT: 5, TIME_HOURS: hours, GPU_COUNT: gpus },
    ...{ backend: 'auto', seed: 1, visibility: isPublic ? 'public' : 'private' },
  };
  return { [`modules/${child}/training/mine.yml`]: `${JSON.stringify(request, null, 2)}\n` };
}
