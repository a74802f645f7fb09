import { Failure } from '@orangery/schemas';
import { describe, expect, it } from 'vitest';
import { testServer } from '../../../helpers/test-server.ts';
import { fetchLinks } from '../fetching.ts';
import { optionsFor } from './services.ts';

const token = 'Zz9Abc123Def456Ghi';

/** Parts of each link that must not be shown; `<server>` is the address of the server asked. */
const links: readonly (readonly [link: string, hidden: readonly string[]])[] = [
  ['<server>/hidden-place/data.csv', ['hidden-place', 'data.csv']],
  ['doi:10.5281/zenodo.7654321', ['7654321']],
  ['hf://datasets/hidden-owner/hidden-name', ['hidden-owner', 'hidden-name']],
  ['github://hidden-owner/hidden-name@v1/data.csv', ['hidden-owner', 'hidden-name']],
  [`https://drive.google.com/file/d/${token}/view`, [token]],
  [`https://www.dropbox.com/scl/fi/${token}/hidden.csv?rlkey=${token}`, [token, 'hidden.csv']],
  [`<server>/s/${token}?path=/hidden-folder`, [token, 'hidden-folder']],
  ['webdav+<server>/hidden-folder/', ['hidden-folder']],
  ['s3://hidden-bucket/hidden.csv?endpoint=<server>', ['hidden-bucket', 'hidden.csv']],
  ['s3://hidden-bucket/hidden/?endpoint=<server>', ['hidden-bucket', 'hidden/']],
];

async function failureOf(link: string, status: number, answer: string) {
  const server = await testServer((_, response) => response.writeHead(status).end(answer));
  return failureFrom(server.url, link);
}

async function failureFrom(url: string, link: string) {
  const options = await optionsFor(
    { zenodo: url, huggingFace: url, github: url, googleDrive: url, dropbox: url },
    { secretLinks: { DATA: link.replace('<server>', url) } },
  );
  const failed = await fetchLinks(['secret:DATA'], options).catch((error: unknown) => error);
  if (!(failed instanceof Failure)) throw new Error('expected a failure');
  return {
    failure: failed,
    shown: [failed.message, failed.hint ?? '', ...options.world.log].join(),
  };
}

const answers: readonly (readonly [status: number, answer: string])[] = [
  [404, ''],
  [401, ''],
  [429, ''],
  [200, '<html><title>Log in</title></html>'],
  [200, '{"id":7654321,"files":[{"key":"a"},{"key":"b"}],"assets":[{"id":1,"name":"a"}]}'],
  [207, '<multistatus/>'],
];

describe.each(answers)('a secret link answered with %i %s', (status, answer) => {
  // whatever is no page or status would be taken for the data themselves
  const isData = answer.startsWith('{');
  const asking = isData ? links.filter(([link]) => /^(doi|hf|github):/.test(link)) : links;

  it.each(asking)('is named by its secret alone: %s', async (link, hidden) => {
    const { failure, shown } = await failureOf(link, status, answer);
    expect(failure.message).toMatch(/^secret:DATA: expected /);
    for (const part of hidden) expect(shown).not.toContain(part);
  });
});

describe.each(['/again', 'http://192.168.0.1/hidden-signed'])('a secret link led to %s', (to) => {
  it.each(links)('is not named by its path: %s', async (link, hidden) => {
    const server = await testServer((_, response) => {
      response.writeHead(302, { location: to }).end();
    });
    const { shown } = await failureFrom(server.url, link);
    for (const part of [...hidden, 'hidden-signed']) expect(shown).not.toContain(part);
  });
});
