import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ModuleKind, transpileModule } from 'typescript';

it('the example of the README runs', async () => {
  const readme = readFileSync(join(__dirname, '../README.md'), 'utf8');
  const example = /```ts\n(.*?)```/s.exec(readme)![1]!;
  expect(example).toContain('assert');
  const { outputText } = transpileModule(example, {
    compilerOptions: { module: ModuleKind.CommonJS, esModuleInterop: true },
  });
  const exported: { default?: Promise<void> } = {};
  new Function('require', 'exports', outputText)(require, exported);
  await exported.default;
});
