// needs our samples: one of their deployments is stopped
import { expect, it } from 'vitest';
import { orangery } from '../../helpers/orangery.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

it('says that nothing of it has run here', async () => {
  const { code, stdout } = await orangery(['stop', 'seeds'], {
    env: { ORANGERY_STATE: await tempFolder(), ORANGERY_RECORDS: await tempFolder() },
  });
  expect(code).toBe(0);
  expect(stdout).toBe('Nothing of seeds has run on this machine.\n');
});
