import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hashRecord, parseRecord } from '@orangery/schemas';
import { dataToMeasure } from '../../benchmark/data-to-measure.ts';
import { keepReport } from '../../benchmark/keep-report.ts';
import {
  runBenchmark,
  type BenchmarkOrder,
  type BenchmarkResult,
} from '../../benchmark/run-benchmark.ts';
import { providedText } from '../../dataset/provided.ts';
import { readValidModule } from '../../inference/load-module.ts';
import { askLocked } from './ask-locked.ts';
import { checkSources } from './check-answer.ts';
import { openLocked } from './open-locked.ts';
import { provideData } from './provide-data.ts';
import { provideModule } from './provide-module.ts';
import type { Sandbox } from './sandbox.ts';
import { refused } from './take-files.ts';
import { withWorkFolder } from './work-folder.ts';

const benchmarkSeconds = 1800;

/**
 * Measures a module in a locked container: data and weights are fetched here, the report is checked and
 * signed here.
 * @returns without the name of the metric that decides, which only the module's recipe knows
 * @throws Failure SANDBOX_LIMIT, SANDBOX_UNAVAILABLE, VERIFY_FAILED; those of the benchmark
 */
export async function benchmarkLocked(
  order: BenchmarkOrder,
  sandbox: Sandbox,
): Promise<Omit<BenchmarkResult, 'scoreName'>> {
  const { folder, target, backend, folders, world } = order;
  const module = await readValidModule(folder);
  const { id, frontMatter } = module;
  // its server is in a locked container anyway: its own
  if (frontMatter.runtime === 'container') return runBenchmark(order);
  const data = dataToMeasure(order, module);
  const needs = { backend, gpus: 0, seconds: benchmarkSeconds };
  const { image, limits } = await openLocked(sandbox, needs, order);
  const engine = { signal: world.signal, env: sandbox.env };
  const asked = hashRecord({ id, links: data.links });
  const place = { state: folders.state, asked, image: image.id };
  return withWorkFolder(place, engine, async (work) => {
    const isDeclared = order.dataset === undefined;
    const where = { copies: join(work.copies, 'dataset'), target: '/data/dataset', isDeclared };
    const { links, provided, mounts } = await provideData(data, where);
    await writeFile(join(work.given, 'fetched.json'), providedText(provided));
    const record = await askLocked({
      ...{ sandbox, image: image.id, module: id, limits, work, world },
      mounts: [...mounts, await provideModule(id, folder, work.copies)],
      words: [
        ...['benchmark', id, '--fetched', '/in/fetched.json', '--reports', '/out/reports'],
        ...(isDeclared ? [] : links.flatMap(({ link }) => ['--dataset', link])),
        ...(target === undefined ? [] : ['--target', target]),
        // the container is the wall of a module's own code
        ...['--backend', backend, '--trust-code'],
      ],
    });
    const { signature: _, ...report } = parseRecord(
      'benchmarkReport',
      record,
      'the report of the sandbox',
    );
    const expected = { id, version: frontMatter.version, weights: frontMatter.artifact?.sha256 };
    const found = { ...report.module, weights: report.artifactSha256 };
    if (hashRecord(expected) !== hashRecord(found)) {
      throw refused('the module', JSON.stringify(expected), JSON.stringify(found));
    }
    checkSources(report.dataset.sources, links);
    const { commit } = image;
    const environment = { ...report.environment, ...(commit !== undefined && { commit }) };
    return keepReport({ ...report, environment }, order);
  });
}
