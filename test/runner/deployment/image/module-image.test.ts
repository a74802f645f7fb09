import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { moduleImage, serveImage } from '../../../../runner/src/deployment/image/index.ts';
import type { Version } from '../../../../runner/src/deployment/wanted-stage.ts';
import { root } from '../../../helpers/orangery.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';
import { fakeEngine } from './fake-engine.ts';

const commit = '0123456789abcdef0123456789abcdef01234567';
const version: Version = {
  module: { id: 'seed-classifier', version: '1.0.0' },
  source: { commit },
};

async function order() {
  const engine = await fakeEngine();
  const folder = await tempFolder();
  const exported = await tempFolder();
  const module = 'modules/seed-classifier';
  await cp(join(root, module), join(exported, module), { recursive: true });
  const serve = await serveImage({ root: engine.root, folder, world: engine.world });
  return { engine, exported, ordered: { version, exported, serve, folder, world: engine.world } };
}

describe('moduleImage', () => {
  it('adds the module to the serve image by its id, with labels', async () => {
    const { engine, ordered } = await order();
    const image = await moduleImage(ordered);
    expect(image.commit).toBe(ordered.serve.commit);
    const short = ordered.serve.id.slice(7, 19);
    const calls = await engine.calls();
    expect(calls).toContain(`tag -- ${ordered.serve.id} orangery/serve:id-${short}`);
    const build = calls.findLast((call) => call.startsWith('build '))!;
    expect(build).toContain(`--tag orangery/module-seed-classifier:1.0.0-0123456789ab-${short}`);
    expect(build).toContain('--label org.opencontainers.image.title=seed-classifier');
    expect(build).toContain('--label org.opencontainers.image.version=1.0.0');
    expect(build).toContain(`--label org.opencontainers.image.revision=${commit}`);
    expect(build).toContain(`--label org.orangery.tool=${ordered.serve.commit}`);
    expect(await readFile(join(engine.folder, 'dockerfile'), 'utf8')).toBe(
      [
        `FROM orangery/serve:id-${short}`,
        'ARG BUILD',
        'LABEL org.orangery.build=${BUILD}',
        'COPY modules/ /orangery/modules/',
        'COPY sbom.cdx.json /orangery/',
        'CMD ["serve", "/orangery/modules/seed-classifier", "--host", "0.0.0.0", "--port", "5000", "--trust-code"]\n',
      ].join('\n'),
    );
  });

  it('lists the module with the hash of its weights beside the packages', async () => {
    const { engine, ordered } = await order();
    await moduleImage(ordered);
    const listed: unknown = JSON.parse(await readFile(join(engine.folder, 'listed'), 'utf8'));
    expect(listed).toMatchObject({
      bomFormat: 'CycloneDX',
      metadata: { component: { name: 'orangery-seed-classifier' } },
      components: [
        { name: 'fastify' },
        {
          type: 'machine-learning-model',
          name: 'seed-classifier',
          version: '1.0.0',
          hashes: [
            {
              alg: 'SHA-256',
              content: 'ec19f6d10d2e67a3738911255cf0de2ee525fea5c576cec2d7f4ac323a4ee6ef',
            },
          ],
          properties: [{ name: 'orangery:commit', value: commit }],
        },
      ],
    });
  });

  it('is found again until a file of the module differs', async () => {
    const { engine, exported, ordered } = await order();
    const first = await moduleImage(ordered);
    expect(await moduleImage(ordered)).toEqual(first);
    await writeFile(join(exported, 'modules/seed-classifier/sample/rows.csv'), 'other\n');
    expect((await moduleImage(ordered)).id).not.toBe(first.id);
    const builds = (await engine.calls()).filter((call) => call.startsWith('build '));
    expect(builds).toHaveLength(3);
  });
});
