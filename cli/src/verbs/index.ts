import type { ListedVerb } from '../verb.ts';

/** Every verb, in the order that --help lists them. */
export const verbs: readonly ListedVerb[] = [
  {
    usage: 'validate [path...]',
    description: 'check modules and settings; all problems at once',
    load: async () => (await import('./validate.ts')).validateVerb,
  },
  {
    usage: 'verify <module>',
    description: 'walk the chain from data to weights',
    load: async () => (await import('./verify.ts')).verifyVerb,
  },
  {
    usage: 'test <module>',
    description: 'try a module in small, and its golden test',
    load: async () => (await import('./test.ts')).testVerb,
  },
  {
    usage: 'doctor',
    description: 'say what works on this machine',
    load: async () => (await import('./doctor.ts')).doctorVerb,
  },
  {
    usage: 'new <id>',
    description: 'make a module to begin with, from a recipe or a template',
    load: async () => (await import('./new.ts')).newVerb,
  },
  {
    usage: 'dataset',
    description: 'fetch, look at, push and prune data sets',
    isGroup: true,
    load: async () => (await import('./dataset/index.ts')).datasetVerb,
  },
  {
    usage: 'train [module]',
    description: 'train a module on data behind a link',
    load: async () => (await import('./train.ts')).trainVerb,
  },
  {
    usage: 'benchmark <module>',
    description: 'measure quality and speed of a module',
    load: async () => (await import('./benchmark.ts')).benchmarkVerb,
  },
  {
    usage: 'predict <module>',
    description: 'predict a file, a folder, a table, an archive or a link to one',
    load: async () => (await import('./predict.ts')).predictVerb,
  },
  {
    usage: 'serve [module...]',
    description: 'answer predictions over HTTP until Ctrl-C',
    load: async () => (await import('./serve.ts')).serveVerb,
  },
  {
    usage: 'deploy <name>',
    description: 'run what deployments/<name>.yml wants, behind an address',
    load: async () => (await import('./deploy.ts')).deployVerb,
  },
  {
    usage: 'stop <name>',
    description: 'end a deployment on this machine',
    load: async () => (await import('./stop.ts')).stopVerb,
  },
  {
    usage: 'rollback <name>',
    description: 'run what ran before',
    load: async () => (await import('./rollback.ts')).rollbackVerb,
  },
  {
    usage: 'promote <name>',
    description: 'run in production what runs in staging',
    load: async () => (await import('./promote.ts')).promoteVerb,
  },
  {
    usage: 'deployments',
    description: 'list what this machine runs',
    load: async () => (await import('./deployments.ts')).deploymentsVerb,
  },
  {
    usage: 'agent',
    description: 'run on this host what a branch wants, and follow it',
    load: async () => (await import('./agent.ts')).agentVerb,
  },
  {
    usage: 'image <module...>',
    description: 'build the container image of a recorded version, and push it',
    load: async () => (await import('./image.ts')).imageVerb,
  },
  {
    usage: 'keys',
    description: 'make, list and revoke the keys of who may call',
    isGroup: true,
    load: async () => (await import('./keys/index.ts')).keysVerb,
  },
  {
    usage: 'import',
    description: 'make modules of what others made',
    isGroup: true,
    load: async () => (await import('./import/index.ts')).importVerb,
  },
  {
    usage: 'export <module>',
    description: 'write a module in a format of others',
    load: async () => (await import('./export.ts')).exportVerb,
  },
  {
    usage: 'catalogue',
    description: 'build or show the site of all modules',
    isGroup: true,
    load: async () => (await import('./catalogue.ts')).catalogueVerb,
  },
  {
    usage: 'init [folder]',
    description: 'make a copy of this repository your own marketplace',
    load: async () => (await import('./init.ts')).initVerb,
  },
  {
    usage: 'upgrade <tag>',
    description: 'bring a new version of Orangery to this marketplace, as a branch or pull request',
    load: async () => (await import('./upgrade.ts')).upgradeVerb,
  },
  {
    usage: 'migrate [path...]',
    description: 'bring files that people write to the newest version, and show the difference',
    load: async () => (await import('./migrate.ts')).migrateVerb,
  },
  {
    usage: 'access',
    description: 'plan and apply who may do what on GitHub',
    isGroup: true,
    load: async () => (await import('./access.ts')).accessVerb,
  },
  {
    usage: 'github',
    description: 'set up the repositories, or a GitHub of this machine',
    isGroup: true,
    load: async () => (await import('./github/index.ts')).githubVerb,
  },
  {
    usage: 'runner',
    description: 'keep machines that take one job each',
    isGroup: true,
    load: async () => (await import('./runner/index.ts')).runnerVerb,
  },
];
