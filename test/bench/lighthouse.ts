/**
 * What Lighthouse says of the built catalogue: mobile, median of three, on the home page, a list, a module
 * and a how-to, or on the pages that are named. Lighthouse itself is fetched by npx and stays out of the project (150 MB).
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { orangery, root } from '../helpers/orangery.ts';
import { serveSite } from '../helpers/serve-site.ts';

const program = 'lighthouse@13.5.0';
const rounds = 3;
const timeoutMs = 180_000;
const every = ['/', '/browse/task/', '/modules/leaf-classifier/', '/how-to/retrain/'];
const pages = process.argv.length > 2 ? process.argv.slice(2) : every;
const categories = ['performance', 'accessibility', 'best-practices', 'seo'] as const;

type Scores = Readonly<Record<(typeof categories)[number], number>>;

interface Report {
  readonly categories: Readonly<Record<string, { readonly score: number | null }>>;
  readonly audits: Readonly<
    Record<string, { readonly title: string; readonly score: number | null }>
  >;
}

const folder = await mkdtemp(join(tmpdir(), 'orangery-lighthouse-'));
try {
  await measureSite();
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function measureSite(): Promise<void> {
  // beside the program: what is built moves files from there
  const out = join(root, 'out', 'lighthouse-site');
  const built = await orangery(['catalogue', 'build', '--out', out]);
  if (built.code !== 0) throw new Error(built.stderr);
  const site = await serveSite(out);
  try {
    say(`| page | ${categories.join(' | ')} | below 100 |`);
    say(`| --- | ${categories.map(() => '---').join(' | ')} | --- |`);
    for (const page of pages) {
      const reports: Report[] = [];
      for (let round = 0; round < rounds; round += 1) {
        reports.push(await runLighthouse(`${site.address}${page}`, round));
      }
      const scores = medianScores(reports);
      const cells = categories.map((name) => scores[name].toFixed(0));
      say(`| \`${page}\` | ${cells.join(' | ')} | ${failing(reports[0]!).join(', ')} |`);
    }
  } finally {
    await site.close();
    await rm(out, { recursive: true, force: true });
  }
}

async function runLighthouse(url: string, round: number): Promise<Report> {
  const file = join(folder, `report-${round}.json`);
  const flags = '--headless=new --no-sandbox --disable-gpu --disable-background-networking';
  await promisify(execFile)(
    'npx',
    [
      ...['--yes', program, url, '--quiet', '--output=json', `--output-path=${file}`],
      ...[`--only-categories=${categories.join(',')}`, `--chrome-flags=${flags}`],
    ],
    {
      timeout: timeoutMs,
      env: { ...process.env, CHROME_PATH: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium' },
    },
  );
  return JSON.parse(await readFile(file, 'utf8')) as Report;
}

function medianScores(reports: readonly Report[]): Scores {
  const median = (name: string): number => {
    const scores = reports.map((report) => 100 * (report.categories[name]?.score ?? 0));
    return scores.toSorted((a, b) => a - b)[Math.floor(rounds / 2)]!;
  };
  return Object.fromEntries(categories.map((name) => [name, median(name)])) as unknown as Scores;
}

/** Titles of what does not score in full. */
function failing({ audits }: Report): readonly string[] {
  return Object.values(audits)
    .filter(({ score }) => score !== null && score < 0.9)
    .map(({ title }) => title);
}

function say(line: string): void {
  console.log(line);
}
