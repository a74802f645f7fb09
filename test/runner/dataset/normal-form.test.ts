import { describe, expect, it } from 'vitest';
import { problemOfPath } from '../../../runner/src/dataset/archive/check-paths.ts';
import { hashContent } from '../../../runner/src/dataset/describe/hash-content.ts';
import { fileName } from '../../../runner/src/dataset/links/file-name.ts';
import { normalForm } from '../../../runner/src/dataset/normal-form.ts';

/** Marks that stand in the wrong order: putting them right takes the square of their number. */
const endless = `a${'\u0300\u0316'.repeat(1_000_000)}`;

describe('the normal form of a text', () => {
  it.each(['a\u0308.csv', `${'x'.repeat(10_000)}a\u0308`])('is NFC: %.10s', (text) => {
    expect(normalForm(text)).toBe(text.normalize('NFC'));
  });

  it('takes no hours for a letter with a million marks', async () => {
    const bytes = Buffer.from(endless);
    const read = async () => bytes;
    const stream = async function* () {
      yield bytes;
    };
    const file = { path: 'a.txt', sizeBytes: bytes.length, read, stream };
    expect((await hashContent(file)).content).toMatch(/^[0-9a-f]{64}$/);
    expect(problemOfPath(endless)).toMatch(/^has a name of more than/);
    expect(fileName(endless)).toBe(endless);
  });
});
