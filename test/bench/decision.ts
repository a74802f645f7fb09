/**
 * How long a decision takes: an event parsed, its facts read from a model of GitHub in memory, judged by
 * `authorise` and written to the records. `npm run bench:decision` prints it and writes the table.
 */
import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { decide } from '../../actions/orders/decide.ts';
import { gather } from '../../actions/orders/gather.ts';
import { hearEvent } from '../../actions/orders/hear-event.ts';
import {
  comment,
  contribute,
  moduleText,
  openIssue,
  plantGarden,
  type Garden,
} from '../helpers/github/model/garden.ts';

const rounds = 100;
const warmUp = 10;
const limitMs = 50;

const orders: Readonly<Record<string, (garden: Garden) => ReturnType<typeof comment>>> = {
  '/retrain': (garden) => {
    const { number } = openIssue(garden, garden.people.ada, 'Text');
    const text = '/retrain leaf-classifier --dataset doi:10.5281/zenodo.17 --visibility public';
    return comment(garden, number, garden.people.ada, text);
  },
  '/merge': (garden) => {
    const { mo } = garden.people;
    const files = { 'modules/leaf-classifier/module.md': moduleText('Other', mo) };
    return comment(garden, contribute(garden, mo, files), mo, '/merge');
  },
  '/deploy': (garden) => {
    const { number } = openIssue(garden, garden.people.ada, 'Text');
    return comment(garden, number, garden.people.ada, '/deploy leaves leaf-classifier');
  },
};

/** A month of decisions and jobs of others. */
function fillRecords({ forge, catalogue, people }: Garden, lines: number): void {
  const at = new Date(forge.now - 3600_000).toISOString();
  const text = Array.from({ length: lines }, (_, index) =>
    JSON.stringify({
      ...{ schema: 'decision/1', at, actor: 'mo', actorId: people.mo.id, verb: 'help' },
      ...{ subject: 'help', source: `comment-${index}-0`, isAllowed: true },
    }),
  );
  const files = { [`${at.slice(0, 7)}.ndjson`]: `${text.join('\n')}\n` };
  catalogue.branches.set('records', forge.commit(catalogue, null, files, 'records'));
}

async function measure(name: string, lines: number): Promise<readonly number[]> {
  const times: number[] = [];
  for (let round = 0; round < rounds + warmUp; round += 1) {
    const garden = plantGarden();
    if (lines > 0) fillRecords(garden, lines);
    const event = orders[name]!(garden);
    const startedAt = performance.now();
    const heard = hearEvent(event)!;
    const [parsed] = heard.parsed;
    if (parsed?.kind !== 'order') throw new Error('no order');
    const one = { ...heard, source: `${heard.source}-0` };
    const gathered = await gather(garden.control, one, parsed.order);
    const { decision } = await decide(garden.control, gathered);
    if (round >= warmUp) times.push(performance.now() - startedAt);
    if (!decision.isAllowed) throw new Error(JSON.stringify(decision.conditions));
  }
  return times.sort((a, b) => a - b);
}

const rows: string[] = [];
for (const lines of [0, 2000, 10_000]) {
  for (const name of Object.keys(orders)) {
    const times = await measure(name, lines);
    const [p50, p95] = [times[Math.floor(rounds / 2)]!, times[Math.floor(rounds * 0.95)]!];
    rows.push(`| ${name} | ${lines} | ${p50.toFixed(1)} | ${p95.toFixed(1)} | ${limitMs} |`);
  }
}
const text = `# Decisions

\`npm run bench:decision\` on ${cpus().length} threads of ${cpus()[0]?.model.trim() ?? 'an unknown processor'}: ${rounds} orders each, from the event to
the line in the records, with a model of GitHub in memory in place of the network.

| order | lines in the records | p50 ms | p95 ms | limit ms |
| --- | --: | --: | --: | --: |
${rows.join('\n')}
`;
process.stdout.write(text);
await writeFile(join(import.meta.dirname, 'results', 'decision.md'), text);
