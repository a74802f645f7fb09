/**
 * Whether a server stays up, right and of the same size while its workers are killed at saturation:
 *
 *   node test/bench/serving/endurance.ts [minutes]
 */
import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { draw } from './endurance/draw.ts';
import { endure } from './endurance/endure.ts';
import { report } from './endurance/report.ts';

const clients = 32;
const minutes = Number(process.argv[2] ?? 30);
const endured = await endure({ seconds: 60 * minutes, clients, sampleSeconds: 2, seed: 1 });
const machine = `${cpus().length} cores`;
const page = report(endured, { machine, clients: String(clients) });
const results = new URL('../results/serving-endurance', import.meta.url).href;
await writeFile(new URL(`${results}.md`), page);
await writeFile(new URL(`${results}.svg`), draw(endured.samples));
console.log(page);
const unheardOf = [...endured.statuses.keys()].filter((one) => ![200, 429, 503, 504].includes(one));
if (endured.wrong.length + endured.broken.length + unheardOf.length > 0) {
  console.error([...endured.wrong, ...endured.broken, ...unheardOf].slice(0, 20).join('\n'));
  process.exitCode = 1;
}
