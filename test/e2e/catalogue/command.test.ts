import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { freePort } from '../../helpers/free-port.ts';
import { orangery } from '../../helpers/orangery.ts';
import { runBuild, sites } from '../../helpers/sites/build-site.ts';
import { sharedSite } from '../../helpers/sites/shared-site.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

describe('orangery catalogue', () => {
  it('does not build with a bad module, and says where it is bad', async () => {
    const bad = await tempFolder({
      'orangery.config.yml': 'schema: configuration/1\ntitle: Bad\n',
      'modules/bad-one/module.md': '---\nschema: module/1\ntitle: 3\n---\n\nA card.\n',
    });
    const built = await runBuild({ from: bad, out: join(sites, 'bad') });
    expect(built.code).toBe(1);
    expect(built.stderr).toContain(
      'modules/bad-one/module.md:3:8 /title: expected a string, found 3',
    );
  });

  it('previews until Ctrl-C and ends well', async () => {
    const { root, folder, base } = await sharedSite('fixtures');
    const port = String(await freePort());
    const shown = await orangery(
      ['catalogue', 'preview', '--out', folder, '--port', port, '--json'],
      { env: { ORANGERY_ROOT: root }, interruptAt: 'use --host' },
    );
    expect(shown).toMatchObject({
      code: 0,
      record: { address: `http://localhost:${port}${base}/`, status: 'stopped' },
    });
  });

  it('does not preview what was never built', async () => {
    const shown = await orangery(['catalogue', 'preview', '--out', join(sites, 'nothing')]);
    expect(shown.code).toBe(1);
    expect(shown.stderr).toContain('orangery catalogue build');
  });
});
