import { testPermissions } from '../../helpers/github/permissions/test-permissions.ts';

// what follows a pull request and its merge
testPermissions([
  '.github/workflows/report.yml',
  '.github/workflows/publish.yml',
  '.github/workflows/access.yml',
]);
