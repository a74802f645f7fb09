import { describe, expect, it } from 'vitest';
import { UploadedFile } from '../../../../runner/src/serving/call-sources.ts';
import { readArguments } from '../../../../runner/src/serving/deepaas/arguments/read-arguments.ts';
import {
  readTrainValues,
  trainArguments,
} from '../../../../runner/src/serving/module-training/train-arguments.ts';
import { defaultTrainingLimits } from '../../../../runner/src/serving/module-training/training-limits.ts';
import { caught } from '../../../helpers/caught.ts';

const file = new UploadedFile('seeds.csv', 'text/csv', new TextEncoder().encode('a,b\n1,2\n'));
const link = 'https://example.org/seeds.csv';
const budget = { trials: 10, hours: 0.08, seed: 1 };

function readQuery(query: Readonly<Record<string, unknown>>, limits = defaultTrainingLimits) {
  const sources = { query, form: {}, json: undefined, headers: {} };
  return readArguments(sources, trainArguments(limits));
}

describe('trainArguments', () => {
  it('has the defaults of the command line', () => {
    expect(readTrainValues(readQuery({ link }))).toEqual({ dataset: link, ...budget });
  });

  it('reads what a caller says', () => {
    const said = { validation: 'doi:10.5281/zenodo.1234', target: 'b', child: 'my-seeds' };
    const query = { link, ...said, trials: '3', hours: '0.5', seed: '7' };
    expect(readTrainValues(readQuery(query))).toEqual({
      ...{ dataset: link, ...said, trials: 3, hours: 0.5, seed: 7 },
    });
  });

  it.each([
    ['more trials than the server gives', { trials: '51' }],
    ['no trial', { trials: '0' }],
    ['more hours than the server gives', { hours: '1.5' }],
    ['no time', { hours: '0' }],
    ['a seed below 0', { seed: '-1' }],
  ])('refuses %s', (_, query) => {
    expect(() => readQuery({ link, ...query })).toThrow(/422/);
  });

  it('keeps its defaults within smaller limits', () => {
    const small = { ...defaultTrainingLimits, maxTrials: 2, maxHours: 0.01 };
    expect(readQuery({ link }, small)).toMatchObject({ trials: 2, hours: 0.01 });
  });
});

describe('readTrainValues', () => {
  it('takes an uploaded file', () => {
    expect(readTrainValues({ ...budget, dataset: file })).toEqual({ dataset: file, ...budget });
  });

  it('takes fields of a form that were left empty as not given', () => {
    const empty = new UploadedFile('', 'application/octet-stream', new Uint8Array());
    const values = { ...budget, dataset: empty, link, validation: '', target: '', child: '' };
    expect(readTrainValues(values)).toEqual({ dataset: link, ...budget });
  });

  it('refuses neither dataset nor link', async () => {
    const found = await caught(async () => readTrainValues(budget));
    expect(found).toMatchInlineSnapshot(
      `"INPUT_INVALID train: expected either dataset or link, found neither"`,
    );
  });

  it('refuses both dataset and link', async () => {
    const found = await caught(async () => readTrainValues({ ...budget, dataset: file, link }));
    expect(found).toMatchInlineSnapshot(
      `"INPUT_INVALID train: expected either dataset or link, found both"`,
    );
  });

  it('refuses a name that no module can have', async () => {
    const found = await caught(async () => readTrainValues({ ...budget, link, child: '../../x' }));
    expect(found).toMatchInlineSnapshot(
      `"INPUT_INVALID child: expected the name of a module, found another text"`,
    );
  });

  it.each([
    'https://127.0.0.1/data.zip',
    'https://[::1]/data.zip',
    'https://localhost/data.zip',
    'https://169.254.169.254/latest/meta-data',
    'https://10.0.0.1/data.zip',
    'https://192.168.1.1/data.zip',
    'https://2130706433/data.zip',
    'https://[::ffff:10.0.0.1]/data.zip',
    'http://127.0.0.1:8000/data.zip',
    'http://localhost:8000/data.zip',
    'http://example.org/data.zip',
    'https://user:password@example.org/data.zip',
    'file:///etc/passwd',
    '/etc/passwd',
    'dataset.csv',
    '../dataset.csv',
    'rclone:remote:path',
    'rclone:/etc',
    'secret:DATASET',
    'SECRET:DATASET',
    's3://bucket/key?endpoint=http://127.0.0.1:9000',
    's3://bucket/key?endpoint=https://10.0.0.1',
    'webdav://127.0.0.1/data.zip',
    'https://127.0.0.1/s/abcdefghijklmno',
  ])('refuses %s as a link and as validation data', async (bad) => {
    const asLink = await caught(async () => readTrainValues({ ...budget, link: bad }));
    const asValidation = await caught(async () =>
      readTrainValues({ ...budget, link, validation: bad }),
    );
    expect(asLink).toMatch(/^LINK_(REFUSED|INVALID)/);
    expect(asValidation).toMatch(/^LINK_(REFUSED|INVALID)/);
  });
});
