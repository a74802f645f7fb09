import { expect, it } from 'vitest';
import { defaultFetchLimits, fetchDataset } from '../../../runner/src/dataset/fetch-dataset.ts';
import { readDatasetAccess } from '../../../runner/src/dataset/access.ts';
import { linkProblem } from '../../../runner/src/dataset/links/link-problem.ts';
import { caught } from '../../helpers/caught.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { testWorld } from '../../helpers/test-world.ts';

async function fetchFromGitHub(link: string, secret?: string): Promise<unknown> {
  const folder = await tempFolder({});
  return fetchDataset([{ link }], {
    allowLocal: false,
    baseFolder: folder,
    cacheFolder: folder,
    access: readDatasetAccess(secret === undefined ? {} : { ORANGERY_SECRET_DATA: secret }),
    hosts: ['data.example.org'],
    limits: defaultFetchLimits,
    world: testWorld(),
  });
}

it('refuses hosts that nobody gave the role', async () => {
  const failure = await caught(() => fetchFromGitHub('https://other.example.org/data.csv'));
  expect(failure).toContain('LINK_REFUSED');
});

it('lets an admin’s secret name any public host, and no private one', async () => {
  const refused = await caught(() => fetchFromGitHub('secret:DATA', 'https://10.0.0.1/data.csv'));
  expect(refused).toContain('LINK_REFUSED');
  expect(refused).toContain('private address');
  const path = await caught(() => fetchFromGitHub('secret:DATA', './data.csv'));
  expect(path).toMatch(/LINK_(REFUSED|INVALID)/);
  const failed = await caught(() =>
    fetchFromGitHub('secret:DATA', 'https://nowhere.invalid/a.csv'),
  );
  expect(failed).toContain('DOWNLOAD_FAILED');
});

it.each([
  ['https://data.example.org/a.csv', null],
  ['doi:10.5281/zenodo.1234', null],
  ['secret:DATA', null],
  ['secret:lower', /capital letters/],
  ['https://other.example.org/a.csv', /other\.example\.org/],
  ['http://localhost/a.csv', /https/],
  ['./a.csv', /./],
  ['file:///etc/passwd', /./],
  ['rclone:drive:a.csv', /rclone/],
  ['https://169.254.169.254/latest', /private address/],
])('says of %s whether a request from GitHub may name it', (link, expected) => {
  const problem = linkProblem(link, ['data.example.org']);
  if (expected === null) expect(problem).toBeNull();
  else expect(problem).toMatch(expected);
});
