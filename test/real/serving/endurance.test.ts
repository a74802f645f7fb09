import { expect, it } from 'vitest';
import { endure } from '../../bench/serving/endurance/endure.ts';

it('workers that are killed at saturation cost no answer but a 503', async () => {
  const seconds = Number(process.env['ORANGERY_ENDURANCE_SECONDS'] ?? 25);
  const found = await endure({ seconds, clients: 32, sampleSeconds: 2, seed: 2 });
  expect(found.wrong).toEqual([]);
  expect(found.broken).toEqual([]);
  const undocumented = [...found.statuses.keys()].filter(
    (status) => ![200, 429, 503, 504].includes(status),
  );
  expect(undocumented).toEqual([]);
  expect(found.kills).toBeGreaterThan(4);
  expect(found.statuses.get(200)).toBeGreaterThan(100);
  // as many as there shall be, or one or two fewer that are just being started
  expect(found.samples.at(-1)!.measured.replaced).toBeGreaterThan(2);
  expect(found.samples.at(-1)!.measured.workers).toBeGreaterThan(1);
});
