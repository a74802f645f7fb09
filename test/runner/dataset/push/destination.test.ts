import { describe, expect, it } from 'vitest';
import { parseDestination } from '../../../../runner/src/dataset/push/destination.ts';
import { linkOf } from '../../../../runner/src/dataset/push/link-of.ts';
import { noAccess } from '../../../../runner/src/dataset/access.ts';
import { parseDatasetLink } from '../../../../runner/src/dataset/links/parse-link.ts';
import { caught } from '../../../helpers/caught.ts';

describe('where to push to', () => {
  it.each([
    ['s3://data', 's3://data/x.zip'],
    ['s3://data/a', 's3://data/a/x.zip'],
    [
      's3://data/a/?endpoint=https://s3.example.org',
      's3://data/a/x.zip?endpoint=https://s3.example.org',
    ],
    ['s3://data/a/?region=eu-1', 's3://data/a/x.zip?region=eu-1'],
    ['webdav://cloud.example.org/a', 'webdav://cloud.example.org/a/x.zip'],
    ['webdav+http://127.0.0.1:8080/a/', 'webdav+http://127.0.0.1:8080/a/x.zip'],
    ['rclone:drive:', 'rclone:drive:x.zip'],
    ['rclone:drive:a/b', 'rclone:drive:a/b/x.zip'],
    ['github://owner/repo@v1.0', 'github://owner/repo@v1.0/x.zip'],
  ])('%s gives a link that is read again', (text, link) => {
    expect(linkOf(parseDestination(text), 'x.zip', noAccess)).toBe(link);
    expect(parseDatasetLink(link, { allowLocal: true, baseFolder: '/' })).toBeDefined();
  });

  it('shows the forms when it is a word', async () => {
    const failure = await Promise.resolve()
      .then(() => parseDestination('s3'))
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({
      code: 'USAGE',
      message: '--to: expected where to push to, found a word',
      hint: expect.stringContaining('s3://bucket/folder/'),
    });
  });

  it.each([
    ['', 'USAGE'],
    ['release', 'USAGE'],
    ['https://host/pa55word', 'USAGE'],
    ['webdav:host', 'USAGE'],
    ['webdav://host/a?token=pa55word', 'USAGE'],
    ['webdav://user:pa55word@host/a', 'LINK_REFUSED'],
    ['webdav+http://host.example.org/a', 'LINK_REFUSED'],
    ['rclone::s3,secret=pa55word:a', 'LINK_INVALID'],
    ['rclone:-a:b', 'LINK_INVALID'],
    ['s3://BUCKET/pa55word', 'LINK_INVALID'],
    ['github://owner/repo', 'USAGE'],
    ['github://owner/../repo@v1', 'USAGE'],
    ['github://owner/repo@v1/../../x', 'USAGE'],
  ])('refuses %s', async (text, code) => {
    const failure = await caught(() => parseDestination(text));
    expect(failure.split(' ')[0]).toBe(code);
    expect(failure).not.toContain('pa55word');
  });
});
