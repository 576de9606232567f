// Loaded before a command: says at its end what it took, on a channel of its own.
const { writeSync } = require('node:fs');

process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  const seconds = process.uptime();
  writeSync(
    3,
    JSON.stringify({ seconds, cpu_seconds: (userCPUTime + systemCPUTime) / 1e6, resident_mib: maxRSS / 1024 }),
  );
});
