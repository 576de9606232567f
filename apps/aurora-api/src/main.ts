import 'reflect-metadata';
import { createApi } from './create-api';
import { runService } from './run-service';
import { readSettings } from './settings/read-settings';

runService('aurora-api', () => createApi(readSettings()));
