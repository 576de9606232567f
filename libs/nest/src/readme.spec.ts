import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ModuleKind, transpileModule } from 'typescript';

it('the example of the README runs', () => {
  const readme = readFileSync(join(__dirname, '../README.md'), 'utf8');
  const example = /```ts\n(.*?)```/s.exec(readme)![1]!;
  expect(example).toContain('assert');
  const { outputText } = transpileModule(example, {
    compilerOptions: { module: ModuleKind.CommonJS, esModuleInterop: true },
  });
  new Function('require', 'exports', outputText)(require, {});
});
