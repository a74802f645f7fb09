import { describe, expect, it } from 'vitest';
import { contentOf } from '../../../../runner/src/dataset/archive/content.ts';

const token = '1\tThe\tthe\tDET\tDT\tDefinite=Def\t2\tdet\t_\t_\n';

describe('contentOf', () => {
  it.each([
    ['RIFF\x24\0\0\0WAVEfmt ', 'sound', '.wav'],
    ['RIFF\x24\0\0\0WEBPVP8 ', 'picture', '.webp'],
    ['XXXX\x24\0\0\0WAVEfmt ', 'unread', ''],
    ['PAR1\x15\x04\x15', 'parquet', '.parquet'],
    ['PARE\x15\x04\x15', 'unread', ''],
    ['\x1f\x8b\x08\0', 'gzip', '.gz'],
    ['\x28\xb5\x2f\xfd\x04', 'zstd', '.zst'],
    [`${'\0'.repeat(257)}ustar`, 'tar', '.tar'],
    ['a,b\n1,2\n', 'text', '.csv'],
    ['{"a": 1}\n{"a": 2}\n', 'text', '.jsonl'],
    ['\xef\xbb\xbf[ {"a": 1}]', 'text', '.json'],
    [token, 'text', '.conllu'],
    [`# sent_id = 1\n# text = The\n${token}`, 'text', '.conllu'],
    ['# a comment\na,b\n1,2\n', 'text', '.csv'],
    ['PK\x07\x08PK\x03\x04', 'unread', '.zip'],
  ])('tells %j to be of the kind %s', (head, kind, extension) => {
    expect(contentOf(Buffer.from(head, 'latin1'))).toMatchObject({ kind, extension });
  });

  it.each([
    ['<svg>', '.svg'],
    ['x', '.csv'],
  ])('is done with comments one after the other before %s', (end, extension) => {
    expect(contentOf(Buffer.from('<!-- -->'.repeat(100) + end))).toMatchObject({ extension });
  });
});
