// Child: runs faults against the service, one JSON command a line, one answer a line.
import { createInterface } from 'node:readline';
import { mulberry32 } from '@aurora/kernel';
import { FAULTS } from './catalogue.mjs';
import { FaultTools } from './wire.mjs';

const random = mulberry32(Number(process.argv[2]));

for await (const line of createInterface({ input: process.stdin })) {
  const { letter, ...setting } = JSON.parse(line);
  const tools = new FaultTools({ ...setting, random });
  // An answer that a fault cannot read is the service's fault, and no reason to end.
  const did = await FAULTS[letter].run(tools).catch((error) => {
    tools.complain(String(error));
    return 'was broken off';
  });
  const { statuses, unexpected, decided, reported, leftAlone, tokens } = tools;
  process.stdout.write(`${JSON.stringify({ did, statuses, unexpected, decided, reported, leftAlone, tokens })}\n`);
}
