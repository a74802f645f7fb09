import type { BackendName } from '@orangery/schemas';
import { Option, type Command } from 'commander';
import { trustCodeOption } from '../code-options.ts';
import { wholeNumber } from '../options.ts';

export interface PredictOptions {
  readonly input: string;
  readonly output?: string;
  readonly resume?: boolean;
  readonly force?: boolean;
  readonly workers?: number;
  readonly batch?: number;
  readonly maxBytes?: number;
  readonly backend: BackendName | 'auto';
  readonly trustCode?: boolean;
}

const backends = ['auto', 'tensorflow-gpu', 'tensorflow', 'webgpu', 'wasm', 'cpu'];

export function addPredictOptions(command: Command): Command {
  return command
    .requiredOption(
      '--input <path|link>',
      'what the module takes: a picture, text, recording or series; a folder or archive of them; a table (CSV, TSV, JSONL, Parquet); or a link to any of these, as of data sets',
    )
    .option(
      '--output <file>',
      'CSV file that answers go to, or JSON lines where its name ends in .jsonl (default: predictions.csv for more than one input)',
    )
    .option('--resume', 'go on with predictions that were interrupted')
    .option('--force', 'replace that file where it is there')
    .option(
      '--workers <number>',
      'that predict at a time (default: one less than processors, where that is faster than one)',
      wholeNumber(1, 256),
    )
    .option(
      '--batch <number>',
      'inputs predicted together (default: 32 files or 256 rows)',
      wholeNumber(1, 65_536),
    )
    .option(
      '--max-bytes <bytes>',
      'largest download of a link',
      wholeNumber(1, Number.MAX_SAFE_INTEGER),
    )
    .addOption(new Option('--backend <name>', 'what computes').choices(backends).default('auto'))
    .addOption(trustCodeOption());
}
