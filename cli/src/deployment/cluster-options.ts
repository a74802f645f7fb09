import { Option, type Command } from 'commander';

/** Of target kubernetes alone. */
export interface ClusterOptions {
  readonly image?: string;
  readonly canaryImage?: string;
  readonly out?: string;
  readonly form: 'plain' | 'kserve';
  readonly namespace?: string;
  readonly context?: string;
}

export function addClusterOptions(command: Command): Command {
  return command
    .option('--image <name@digest>', 'kubernetes: the image of server and module')
    .option('--canary-image <name@digest>', 'kubernetes: the same of the canary')
    .option('--out <folder>', 'kubernetes: write the manifests there instead of applying them')
    .addOption(
      new Option('--form <name>', 'kubernetes: objects of every cluster, or a KServe service')
        .choices(['plain', 'kserve'])
        .default('plain'),
    )
    .option('--namespace <name>', 'kubernetes: that of the context when absent')
    .option('--context <name>', 'kubernetes: the current one of kubectl when absent');
}
