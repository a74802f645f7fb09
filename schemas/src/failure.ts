import { withoutSecrets } from './secrets.ts';
import { withoutControls } from './without-controls.ts';

/** Every failure a person can meet, by code: its cause and its remedy. `schemas/README.md` lists the same. */
export const failureCodes = {
  USAGE: {
    cause: 'A command was called with arguments it does not take.',
    remedy: 'Run the command with --help.',
  },
  FILE_MISSING: {
    cause: 'A file or folder that was named does not exist.',
    remedy: 'Check the path; it is relative to the current folder.',
  },
  FILE_INVALID: {
    cause: 'A JSON or YAML file cannot be parsed or does not follow its schema.',
    remedy: 'Mend the lines that the message names.',
  },
  RECORD_UNKNOWN: {
    cause: 'A record begins with a schema name or version that this Orangery does not know.',
    remedy: 'Upgrade Orangery, or correct the schema field.',
  },
  PATH_OUTSIDE: {
    cause: 'A path in a file or archive leads out of its folder.',
    remedy: 'Use a relative path without "..".',
  },
  MODULE_INVALID: {
    cause: 'A module breaks a rule of its format.',
    remedy: 'Mend the lines that the message names, then run orangery validate.',
  },
  MODULE_UNKNOWN: {
    cause: 'No module folder has this name.',
    remedy: 'Take one of the names the message lists.',
  },
  MODULE_EXISTS: {
    cause: 'A module was to be made where a folder of this name is already.',
    remedy: 'Take another name; nothing that is there is overwritten.',
  },
  MODULE_NOT_TRAINED: {
    cause: 'The module has no weights, so it cannot predict.',
    remedy: 'Train it first: orangery train <module> --dataset <link>.',
  },
  MODULE_NOT_TRAINABLE: {
    cause: 'The module has neither a recipe nor a module.ts to train it with.',
    remedy: 'Take a module whose page says that it can be retrained.',
  },
  MODULE_IS_TOOL: {
    cause: 'The module is a tool: a program with pages of its own, not a model.',
    remedy:
      'Start it with orangery serve, or deploy it; where it is described alone, read its page.',
  },
  MODULE_RETIRED: {
    cause: 'The module is retired: what there is of it stays, and nothing new is made of it.',
    remedy: 'Take the module that the message names, or another for the same task.',
  },
  FORMAT_UNFIT: {
    cause: 'A format of others has no way to describe this module.',
    remedy: 'Take another format, or add to the module what the message names.',
  },
  SANDBOX_UNAVAILABLE: {
    cause: 'A module brings code of its own, and nothing here can cut it off from the network.',
    remedy:
      'Install bubblewrap, or name an image in ORANGERY_SANDBOX_IMAGE; for code you have read and trust, say --trust-code.',
  },
  SANDBOX_LIMIT: {
    cause: 'A training or benchmark ran into a limit of its sandbox, which the message names.',
    remedy: 'Mend what asks for more than a module gets, or raise that limit.',
  },
  LINK_INVALID: {
    cause: 'A dataset link has a form that is not supported.',
    remedy:
      'Use https://…, s3://…, doi:…, hf://…, github://…, webdav://…, rclone:…, or a path on this machine.',
  },
  LINK_REFUSED: {
    cause: 'A link leads to a place that data may not come from.',
    remedy: 'Use a public address; what is on this machine is named at the command line.',
  },
  DOWNLOAD_FAILED: {
    cause: 'A dataset could not be fetched.',
    remedy: 'Open the link in a browser; if it works there, try again.',
  },
  DOWNLOAD_TOO_LARGE: {
    cause: 'A dataset is larger than the limit.',
    remedy: 'Use a smaller dataset or raise --max-bytes.',
  },
  DOWNLOAD_CHANGED: {
    cause: 'What a link gives is not what it gave when it was pinned.',
    remedy: 'Find out who changed it; remove sha256 and bytes to accept the new content.',
  },
  UPLOAD_FAILED: {
    cause: 'A dataset could not be sent to where it was to go.',
    remedy:
      'Check the destination, its keys and its free space, then push again: it goes on where it stopped.',
  },
  ARCHIVE_UNSAFE: {
    cause: 'An archive holds an entry that must not be unpacked.',
    remedy: 'Pack it again with plain files only.',
  },
  DATASET_INVALID: {
    cause: 'A dataset cannot be used for this recipe.',
    remedy: 'Compare it with runner/src/recipes/README.md, which says what is read.',
  },
  INPUT_INVALID: {
    cause: 'An input of a prediction does not fit the module.',
    remedy: 'Send what the module’s input schema asks for.',
  },
  BACKEND_UNAVAILABLE: {
    cause: 'The chosen compute backend is not installed or does not work here.',
    remedy: 'Run orangery doctor, or leave --backend out.',
  },
  TRAINING_FAILED: {
    cause: 'No trial gave usable weights, or the disk did not take what was trained.',
    remedy: 'Look at the errors of the trials, or the folder, that the message names.',
  },
  GOLDEN_FAILED: {
    cause: 'A module does not give what its golden.json says.',
    remedy: 'Find out what changed; a wanted change raises the version and golden.json.',
  },
  VERIFY_FAILED: {
    cause: 'A hash or signature in the chain from data to weights does not hold.',
    remedy: 'Do not use the module; get it again from its source.',
  },
  ACCESS_REFUSED: {
    cause: 'Somebody asked GitHub’s bot for what a rule does not let them do.',
    remedy: 'Read which condition is missing and who can meet it.',
  },
  GITHUB_FAILED: {
    cause: 'GitHub did not answer as expected, or refused for want of a permission.',
    remedy: 'If a permission is named, give it to the workflow or the App; otherwise try again.',
  },
  ENGINE_UNAVAILABLE: {
    cause: 'Docker, Compose or kubectl is not there, or does not answer.',
    remedy: 'Install or start it, or take --target process, which needs none.',
  },
  DEPLOYMENT_UNKNOWN: {
    cause: 'There is no such deployment or stage, or nothing to go back to.',
    remedy: 'Take one of the names the message lists; orangery deployments shows all.',
  },
  DEPLOYMENT_REFUSED: {
    cause: 'What a deployment asks for is not to be run here.',
    remedy: 'Change deployments/<name>.yml as the message says.',
  },
  DEPLOYMENT_FAILED: {
    cause:
      'A new version did not become healthy, or did not pass its golden test; what served before serves on.',
    remedy: 'Read its last lines in the message, mend the module, deploy again.',
  },
  IMAGE_BUILD_FAILED: {
    cause: 'A container image could not be built; what served before serves on.',
    remedy: 'Read its last lines in the message; of a full disk it says what to remove.',
  },
  IMAGE_PUSH_FAILED: {
    cause: 'A registry did not take an image, or has another one under its tag.',
    remedy: 'Log in with docker login; where there is another image, raise the module’s version.',
  },
  CONTAINER_FAILED: {
    cause: 'The container of a module could not be fetched or started, or did not answer.',
    remedy: 'Read its last lines in the message, and try its image with docker run.',
  },
  CONTAINER_UNFIT: {
    cause: 'The server in a module’s container does not speak the DEEPaaS API as module.md says.',
    remedy: 'Mend the server or the fields of container that the message names.',
  },
  UPGRADE_CONFLICT: {
    cause: 'A file of Orangery was changed both in this marketplace and in the new version.',
    remedy: 'Say of each file --keep or --take, or mend it where the message says.',
  },
  COMMAND_FAILED: {
    cause: 'A program that was started ended with an error.',
    remedy: 'Read its last lines in the message.',
  },
  TIMED_OUT: {
    cause: 'Something took longer than its limit.',
    remedy: 'Try again, or raise the limit the message names.',
  },
  CANCELLED: {
    cause: 'The work was stopped by the person who started it.',
    remedy: 'Start it again; a download goes on where it stopped.',
  },
  INTERNAL: {
    cause: 'A mistake in Orangery itself.',
    remedy: 'Report it with the stack that --debug shows.',
  },
} as const satisfies Record<string, { cause: string; remedy: string }>;

export type FailureCode = keyof typeof failureCodes;

/** One mistake in a file of a contributor. Lines and columns count from 1. */
export interface Problem {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  /** JSON pointer to the place, empty for the whole file. */
  readonly pointer: string;
  readonly expected: string;
  readonly found: string;
  readonly hint?: string;
}

export interface FailureDetails {
  readonly cause?: unknown;
  readonly hint?: string;
  readonly problems?: readonly Problem[];
}

/** Something a person can do something about: a code, what was expected and found where, what to do. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly code: FailureCode;
  readonly hint: string;
  readonly problems: readonly Problem[];

  constructor(code: FailureCode, message: string, details: FailureDetails = {}) {
    super(shownText(message), 'cause' in details ? { cause: details.cause } : undefined);
    this.code = code;
    this.hint = shownText(details.hint ?? failureCodes[code].remedy);
    this.problems = (details.problems ?? []).map(cleanProblem);
  }
}

/** `modules/iris/module.md:3:10 /license must be string, found number 1`. */
export function formatProblem(problem: Problem): string {
  const place = [problem.file, problem.line, problem.column].filter((part) => part !== undefined);
  const pointer = problem.pointer === '' ? '' : ` ${problem.pointer}`;
  return shownText(
    `${place.join(':')}${pointer}: expected ${problem.expected}, found ${problem.found}`,
  );
}

/** Wraps whatever was thrown, so that callers handle one type. */
export function toFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new Failure('INTERNAL', message, { cause: error });
}

function cleanProblem(problem: Problem): Problem {
  const { file, pointer, expected, found, hint } = problem;
  return {
    ...problem,
    file: shownText(file),
    pointer: shownText(pointer),
    expected: shownText(expected),
    found: shownText(found),
    ...(hint !== undefined && { hint: shownText(hint) }),
  };
}

/** Messages hold texts of servers and files: neither secrets nor what steers a terminal is passed on. */
function shownText(text: string): string {
  return withoutControls(withoutSecrets(text));
}
