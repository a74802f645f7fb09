import { testPermissions } from '../../helpers/github/permissions/test-permissions.ts';

// what follows a job, and what looks after the machines
testPermissions([
  '.github/workflows/finish.yml',
  '.github/workflows/reap.yml',
  '.github/workflows/nightly.yml',
  'runner/github/workflows/retrain.yml',
  'runner/github/workflows/benchmark.yml',
  'runner/github/workflows/nightly.yml',
]);
