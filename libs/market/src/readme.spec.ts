import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ModuleKind, transpileModule } from 'typescript';

it('the example of the README runs', () => {
  const readme = readFileSync(join(__dirname, '../README.md'), 'utf8');
  const example = /```ts\n([\s\S]*?)```/.exec(readme)![1]!;
  const { outputText } = transpileModule(example, { compilerOptions: { module: ModuleKind.CommonJS } });
  const load = (name: string): unknown => jest.requireActual(name === '@aurora/market' ? './index' : name);
  expect(outputText).toContain('assert');
  new Function('require', 'exports', outputText)(load, {});
});
