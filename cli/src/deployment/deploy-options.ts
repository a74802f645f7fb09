import { Option, type Command } from 'commander';

/** Of every verb about deployments. */
export interface PlaceOptions {
  readonly target?: 'process' | 'compose' | 'kubernetes';
  readonly address?: string;
}

export interface StageOptions extends PlaceOptions {
  readonly stage?: 'staging' | 'production';
}

export function addPlaceOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--target <name>',
        'what runs it (default: orangery.config.yml, else process)',
      ).choices(['process', 'compose', 'kubernetes']),
    )
    .option(
      '--address <url>',
      'where deployments answer (default: the same file, else this machine)',
    );
}

export function addStageOptions(command: Command): Command {
  return addPlaceOptions(
    command.addOption(
      new Option('--stage <name>', 'one stage (default: all of its file)').choices([
        'staging',
        'production',
      ]),
    ),
  );
}
