// Prints how many tests of vitest's report passed and failed, and adds to a file what failed:
// node read-report.mjs REPORT FAILURES. Runs with the Node of the machine, before npm has installed another.
import { appendFileSync, readFileSync } from 'node:fs';
import { argv, stdout } from 'node:process';

const [report, failures] = argv.slice(2);
const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'));
for (const file of testResults) {
  for (const test of file.assertionResults.filter(({ status }) => status === 'failed')) {
    const reason = (test.failureMessages[0] ?? '').split('\n').slice(0, 3).join('\n    ');
    appendFileSync(failures, `${file.name}: ${test.fullName}\n    ${reason}\n`);
  }
  if (file.status === 'failed' && file.message) {
    appendFileSync(failures, `${file.name}: ${file.message}\n`);
  }
}
stdout.write(`${numPassedTests} ${numFailedTests}\n`);
