import { describe, expect, it } from 'vitest';
import { toFailure } from '@orangery/schemas';
import { audioClassification as recipe } from '../../../../runner/src/recipes/audio-classification/index.ts';
import { dataFiles, readOptions } from '../../../helpers/read-data.ts';
import { toneDataset, toneFile } from '../../../helpers/wav.ts';

type Files = Record<string, string | Uint8Array>;
const read = async (files: Files) => recipe.readData(dataFiles(files), readOptions());
const failureOf = async (files: Files): Promise<string> =>
  read(files).then(
    () => 'no failure',
    (error: unknown) => {
      const { code, message, hint } = toFailure(error);
      return `${code} ${message}\n${hint}`;
    },
  );

describe('reading recordings', () => {
  it('takes the class from the folder, below whatever is around all of them', async () => {
    const nested = Object.fromEntries(
      Object.entries(toneDataset(4)).map(([path, bytes]) => [`sounds/2026/${path}`, bytes]),
    );
    const data = await read({
      ...nested,
      'sounds/2026/readme.txt': 'hello',
      'sounds/2026/_background_/hum.wav': toneFile({ hertz: 50 }),
    });
    expect(recipe.describe(data)).toMatchObject({
      format: 'folder a class',
      examples: 12,
      classes: [
        { name: 'high', count: 4 },
        { name: 'low', count: 4 },
        { name: 'middle', count: 4 },
      ],
      audio: { seconds: 3.6, medianSeconds: 0.3, sampleRates: [8000] },
      skipped: [
        { reason: 'not a WAV file', count: 1 },
        { reason: 'in a folder or of a name that begins with . or _', count: 1 },
      ],
    });
  });

  it.each([
    ['path,class', (path: string, label: string) => `${path},${label}`],
    ['wav_filename,wav_filesize,class', (path: string, label: string) => `${path},9644,${label}`],
  ])('reads audios.csv with the columns %s', async (head, line) => {
    const files: Files = {};
    const lines = [head];
    for (let index = 0; index < 9; index += 1) {
      files[`clips/${index}.wav`] = toneFile({ hertz: 300 + 300 * (index % 3), seed: index });
      lines.push(line(`clips/${index}.wav`, String([10, 2, 1][index % 3])));
    }
    const data = await read({ ...files, 'audios.csv': lines.join('\n') });
    expect(data.format).toBe('audios.csv');
    expect(data.classes).toEqual(['1', '2', '10']);
  });

  it('names, counts and skips a recording that cannot be read', async () => {
    const data = await read({ ...toneDataset(5), 'low/broken.wav': 'not a recording' });
    expect(data.examples).toHaveLength(15);
    expect(data.skipped).toEqual([
      { reason: 'is not a WAV file that can be read', count: 1, names: ['low/broken.wav'] },
    ]);
  });

  it('keeps at most 16 kHz and a minute of each', async () => {
    const files = toneDataset(3);
    files['low/long.wav'] = toneFile({ hertz: 200, seconds: 61, sampleRate: 20_000 });
    const data = await read(files);
    const { recording, stored } = data.examples.find(({ file }) => file.path === 'low/long.wav')!;
    expect(recording.sampleRate).toBe(16_000);
    expect(recording.samples.length).toBe(60 * 16_000);
    expect(stored).toEqual({ sampleRate: 20_000, seconds: 61 });
  });

  const wav = toneFile({ hertz: 500 });
  const broken = Object.fromEntries([0, 1, 2, 3].map((index) => [`low/x${index}.wav`, 'nothing']));
  it.each<[string, Files]>([
    [
      'speech to text',
      { 'audios.csv': 'wav_filename,wav_filesize,transcript\na.wav,1,hello\n', 'a.wav': wav },
    ],
    ['a line without a class', { 'audios.csv': 'path,class\na.wav,x\na.wav,\n', 'a.wav': wav }],
    [
      'names of files that are not there',
      { 'audios.csv': 'path,class\nb.wav,x\nc.wav,y\n', 'a.wav': wav },
    ],
    ['too many that cannot be read', { ...toneDataset(3), ...broken }],
    ['a class with one recording', { ...toneDataset(3), 'lonely/1.wav': wav }],
    ['recordings without a class', { 'a.wav': wav, 'b.wav': wav }],
    ['recordings of another kind', { 'a/1.mp3': 'x', 'b/1.mp3': 'x' }],
    ['no recordings', { 'table.csv': 'a,b\n1,2\n' }],
  ])('refuses %s', async (_, files) => {
    expect(await failureOf(files)).toMatchSnapshot();
  });
});
