import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import {
  kubernetesManifests,
  writeManifests,
  type ManifestScope,
  type WrittenManifests,
} from '../../../../runner/src/deployment/kubernetes/index.ts';
import type { WantedStage } from '../../../../runner/src/deployment/wanted-stage.ts';
import { caught } from '../../../helpers/caught.ts';
import { filesIn } from '../../../helpers/files-in.ts';
import { plainOptions, wantedStage } from '../../../helpers/kubernetes/wanted-stages.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';

const production = wantedStage();
const staging = wantedStage({ stage: 'staging', replicas: 1 });

function write(
  folder: string,
  stages: readonly WantedStage[],
  scope: ManifestScope = { deployment: 'seeds' },
): Promise<WrittenManifests> {
  const objects = stages.flatMap((stage) => kubernetesManifests(stage, plainOptions));
  return writeManifests(folder, objects, scope);
}

it('writes a file an object, and a list of them', async () => {
  const folder = join(await tempFolder(), 'new/manifests');
  const { written } = await write(folder, [production]);
  expect(written).toMatchInlineSnapshot(`
    [
      "orangery-seeds-production.secret.yaml",
      "orangery-seeds-production.networkpolicy.yaml",
      "orangery-seeds-production.service.yaml",
      "orangery-seeds-production.deployment.yaml",
      "orangery-seeds-production.horizontalpodautoscaler.yaml",
      "orangery-seeds-production.poddisruptionbudget.yaml",
      "orangery-seeds-production.ingress.yaml",
    ]
  `);
  expect(await readFile(join(folder, 'kustomization.yaml'), 'utf8')).toMatchInlineSnapshot(`
    "# Orangery writes this file: it lists the others it wrote here.
    apiVersion: kustomize.config.k8s.io/v1beta1
    kind: Kustomization
    resources:
      - orangery-seeds-production.deployment.yaml
      - orangery-seeds-production.horizontalpodautoscaler.yaml
      - orangery-seeds-production.ingress.yaml
      - orangery-seeds-production.networkpolicy.yaml
      - orangery-seeds-production.poddisruptionbudget.yaml
      - orangery-seeds-production.secret.yaml
      - orangery-seeds-production.service.yaml
    "
  `);
  const text = await readFile(join(folder, 'orangery-seeds-production.service.yaml'), 'utf8');
  expect(text.split('\n').slice(0, 3)).toMatchInlineSnapshot(`
    [
      "# Orangery writes this file from deployments/seeds.yml, production: what is changed here is lost.",
      "apiVersion: v1",
      "kind: Service",
    ]
  `);
});

it('changes nothing a second time, not even the time of a file', async () => {
  const folder = await tempFolder();
  await write(folder, [production, staging]);
  const times = await timesIn(folder);
  const again = await write(folder, [production, staging]);
  expect(again).toEqual({ written: [], removed: [], isForeignList: false });
  expect(await timesIn(folder)).toEqual(times);
});

it('removes files of what is no longer wanted', async () => {
  const folder = await tempFolder();
  await write(folder, [production, staging]);
  const alone = { ...production, replicas: 1, callers: 'everybody' as const };
  const { written, removed } = await write(folder, [alone]);
  expect(removed).toContain('orangery-seeds-production.poddisruptionbudget.yaml');
  expect(removed).toContain('orangery-seeds-production.secret.yaml');
  expect(removed).toContain('orangery-seeds-staging.deployment.yaml');
  expect(written).toEqual([
    'orangery-seeds-production.deployment.yaml',
    'orangery-seeds-production.horizontalpodautoscaler.yaml',
  ]);
  const list = await readFile(join(folder, 'kustomization.yaml'), 'utf8');
  const files = (await readdir(folder)).filter((file) => file !== 'kustomization.yaml');
  expect(list.match(/orangery-\S+/g)).toEqual(files.toSorted());
});

it('leaves stages that it is not asked for, other deployments, and files of others', async () => {
  const own = { 'mine.yaml': 'kind: Mine\n', 'notes.md': 'mine\n' };
  const folder = await tempFolder(own);
  const other = wantedStage({ deployment: 'leaves' });
  await write(folder, [other], { deployment: 'leaves' });
  await write(folder, [production, staging]);
  const { removed } = await write(folder, [], { deployment: 'seeds', stages: ['staging'] });
  expect(removed.every((file) => file.startsWith('orangery-seeds-staging.'))).toBe(true);
  expect(removed.length).toBeGreaterThan(3);
  const files = await filesIn(folder);
  expect(files).toEqual(expect.arrayContaining(['mine.yaml', 'notes.md']));
  expect(files).toContain('orangery-leaves-production.deployment.yaml');
  expect(files).toContain('orangery-seeds-production.deployment.yaml');
  expect(await readFile(join(folder, 'mine.yaml'), 'utf8')).toBe(own['mine.yaml']);
  expect(await readFile(join(folder, 'kustomization.yaml'), 'utf8')).not.toContain('mine.yaml');
});

it('leaves a list of somebody else, and says so', async () => {
  const list = 'resources: [mine.yaml]\n';
  const folder = await tempFolder({ 'kustomization.yaml': list });
  expect(await write(folder, [production])).toMatchObject({ isForeignList: true });
  expect(await readFile(join(folder, 'kustomization.yaml'), 'utf8')).toBe(list);
});

it('writes nothing where a file of somebody else is in the way', async () => {
  const mine = { 'orangery-seeds-production.service.yaml': 'kind: Service\n' };
  const folder = await tempFolder(mine);
  const message = await caught(() => write(folder, [production]));
  expect(message.replace(folder, '<folder>')).toMatchInlineSnapshot(
    `"FILE_INVALID <folder>/orangery-seeds-production.service.yaml: expected a file that Orangery wrote, found another"`,
  );
  expect(await readdir(folder)).toEqual(Object.keys(mine));
});

async function timesIn(folder: string): Promise<readonly unknown[]> {
  const files = await readdir(folder);
  return Promise.all(
    files.map(async (file) => {
      const { ino, mtimeNs } = await stat(join(folder, file), { bigint: true });
      return [file, ino, mtimeNs];
    }),
  );
}
