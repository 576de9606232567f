// The example in every library's README and on the pages that have one runs, as a reader would run it: on the built packages.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PAGES = [...readdirSync(join(ROOT, 'libs')).map((name) => `libs/${name}/README.md`), 'docs/learning.md'];
const { ModuleKind, transpileModule } = ts;

describe('the example of', () => {
  for (const page of PAGES) {
    test(`${page} runs`, async () => {
      const file = join(ROOT, page);
      const example = /```ts\n(.*?)```/s.exec(readFileSync(file, 'utf8'))?.[1];
      assert.ok(example, 'has a block of TypeScript');
      assert.match(example, /assert/, 'says what comes out');
      const { outputText } = transpileModule(example, {
        compilerOptions: { module: ModuleKind.CommonJS, esModuleInterop: true, target: 'es2022' },
      });
      const module = { exports: {} };
      new Function('require', 'module', 'exports', outputText)(createRequire(file), module, module.exports);
      // An example that waits for something exports its promise.
      await module.exports.default;
    });
  }
});
