import { relative, resolve } from 'node:path';
import type { PinnedLink } from '@orangery/schemas';
import { patchYaml, readRecord, type YamlChange } from '@orangery/schemas/files';
import type { Context } from '../verb.ts';
import { askedAgain } from './asked-again.ts';
import type { Asked } from './asked.ts';

/**
 * What a training request's file asks for. Links that it does not pin are pinned in it once they
 * are fetched.
 * @throws Failure FILE_MISSING, FILE_INVALID, MODULE_UNKNOWN, MODULE_INVALID
 */
export async function askedByRequest(file: string, { cwd, terminal }: Context): Promise<Asked> {
  const path = resolve(cwd, file);
  const request = await readRecord('trainingRequest', path, file);
  const asked = await askedAgain(request, file, cwd);
  const { module } = asked;
  if (module.frontMatter.version !== request.module.version) {
    terminal.note(
      `${file} asks for ${module.id} ${request.module.version}; here it is ${module.frontMatter.version}, so the result may differ`,
    );
  }
  const { dataset, validation } = request;
  return {
    ...asked,
    pinned: async (pins) => {
      const changes = [
        ...pinsToWrite('dataset', dataset, pins.dataset),
        ...pinsToWrite('validation', validation ?? [], pins.validation ?? []),
      ];
      if (changes.length === 0) return;
      await patchYaml(path, changes);
      terminal.note(`Wrote size and hash of the data into ${relative(cwd, path)}`);
    },
  };
}

function pinsToWrite(
  field: 'dataset' | 'validation',
  asked: readonly PinnedLink[],
  pins: readonly PinnedLink[],
): YamlChange[] {
  return asked.flatMap((link, index) =>
    (['sha256', 'bytes'] as const).flatMap((name) => {
      const value = pins[index]?.[name];
      if (link[name] !== undefined || value === undefined) return [];
      return [{ path: [field, index, name], value }];
    }),
  );
}
