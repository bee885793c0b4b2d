// Sums the .trx files of a folder: names every skipped test with its reason and every failed one, then prints
// "N passed, N failed, N skipped" as the last line. A project that left no result, or whose process failed without
// naming a test (a crash), counts as one failure.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder, ...projects] = process.argv.slice(2);
const failedList = join(folder, 'failed');
const endedBadly = new Set(existsSync(failedList) ? readFileSync(failedList, 'utf8').split('\n').filter(Boolean) : []);
const sum = { Passed: 0, Failed: 0, NotExecuted: 0 };

const unescape = text => text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"')
  .replace(/&apos;/g, "'").replace(/&#x([0-9A-Fa-f]+);/g, (_, code) => String.fromCodePoint(parseInt(code, 16)))
  .replace(/&amp;/g, '&');

for (const project of projects) {
  const file = join(folder, `${project}.trx`);
  const results = existsSync(file)
    ? [...readFileSync(file, 'utf8').matchAll(/<UnitTestResult\b([^>]*?)(?:\/>|>([\s\S]*?)<\/UnitTestResult>)/g)]
    : [];
  let failures = 0;
  for (const [, attributes, body = ''] of results) {
    const outcome = /outcome="([^"]*)"/.exec(attributes)?.[1] ?? 'Failed';
    const name = unescape(/testName="([^"]*)"/.exec(attributes)?.[1] ?? '?');
    const message = unescape(/<(?:Message|StdOut)>([\s\S]*?)<\//.exec(body)?.[1] ?? '').trim();
    if (outcome === 'Passed') {
      sum.Passed++;
    } else if (outcome === 'NotExecuted') {
      sum.NotExecuted++;
      console.log(`skipped: ${name}: ${message || 'no reason given'}`);
    } else {
      failures++;
      console.log(`failed: ${name}: ${message.split('\n')[0]}`);
    }
  }
  if (failures === 0 && (results.length === 0 || endedBadly.has(project))) {
    failures = 1;
    console.log(`failed: ${project}: ${results.length === 0 ? 'ran no test' : 'the test process ended abnormally'}`);
  }
  sum.Failed += failures;
}

console.log(`${sum.Passed} passed, ${sum.Failed} failed, ${sum.NotExecuted} skipped`);
process.exit(sum.Failed === 0 ? 0 : 1);
