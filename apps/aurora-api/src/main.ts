import 'reflect-metadata';
import { createApi } from './create-api';
import { runService } from './run-service';
import { readSettings } from './settings/read-settings';
import { refuseArguments } from './settings/refuse-arguments';

/** Nobody but the owner reads what this process writes, whatever the shell it was started from allows. */
process.umask(0o077);

runService('aurora-api', async () => {
  refuseArguments(process.argv.slice(2));
  return createApi(readSettings());
});
