import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ModuleKind, transpileModule } from 'typescript';

it('the example of the README runs', () => {
  const readme = readFileSync(join(__dirname, '../README.md'), 'utf8');
  const example = /```ts\n([\s\S]*?)```/.exec(readme)![1]!;
  const { outputText } = transpileModule(example, {
    compilerOptions: { module: ModuleKind.CommonJS, esModuleInterop: true },
  });
  expect(outputText).toContain('require("@aurora/calibration")');
  new Function('require', 'exports', outputText)(require, {});
});
