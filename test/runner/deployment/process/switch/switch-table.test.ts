import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { changeHostStage } from '../../../../../runner/src/deployment/host/host-stage.ts';
import { stageFolder } from '../../../../../runner/src/deployment/host/host-folders.ts';
import { SwitchTable } from '../../../../../runner/src/deployment/process/switch/switch-table.ts';
import { tempFolder } from '../../../../helpers/temp-folder.ts';

it('serves every stage whose state can be read, and tells of the one that cannot', async () => {
  const state = await tempFolder();
  const folders = { repository: state, state, cache: join(state, 'cache') };
  const broken = { deployment: 'a-broken-one', stage: 'staging' } as const;
  await mkdir(stageFolder(folders, 'process', broken), { recursive: true });
  await writeFile(join(stageFolder(folders, 'process', broken), 'stage.json'), '{');
  const good = { deployment: 'seeds', stage: 'staging' } as const;
  await changeHostStage(folders, 'process', good, (before) => ({ ...before, domain: 'a.example' }));
  const table = new SwitchTable({ folders, version: '0.0.0', env: {} });
  const told: string[] = [];
  await table.readAll((error) => told.push(String(error)));
  expect(table.routes.map(({ basePath, domain }) => [basePath, domain])).toEqual([
    ['/seeds/staging', 'a.example'],
  ]);
  expect(told).toEqual([expect.stringContaining('a-broken-one/staging/stage.json')]);
});
