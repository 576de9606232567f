// Child: aurora-api with everything in its place but the recorder, which lets every answer go at once and keeps nothing.
// The same requests are validated, judged, counted and stored in the state; no line is put together, queued or written.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ROOT } from '../../../run/bootstrap.mjs';

const fromApi = createRequire(join(ROOT, 'apps/aurora-api/package.json'));
const inDist = (name) => fromApi(`./dist/${name}`);

fromApi('reflect-metadata');
const { Test } = fromApi('@nestjs/testing');
const { REAL_WORLD } = fromApi('@aurora/nest');
const { AppModule } = inDist('app.module');
const { serve } = inDist('create-api');
const { GateRuntime } = inDist('gate/gate-runtime');
const { Recorder } = inDist('gate/recorder');
const { FrontDoorAdapter } = inDist('http/front-door.adapter');
const { runService } = inDist('run-service');
const { readSettings } = inDist('settings/read-settings');

class KeepsNothing extends Recorder {
  emitAll(events, done) {
    done(null);
  }

  writeDenied(order, answer, nowMs, done) {
    done?.(null);
  }

  writeOutcome(report, kind, nowMs, done) {
    done(null);
    done(null);
  }
}

runService('aurora-api without its log', async () => {
  const settings = readSettings();
  const modules = await Test.createTestingModule({ imports: [AppModule.with(settings, REAL_WORLD)] })
    .overrideProvider(Recorder)
    .useFactory({ inject: [GateRuntime], factory: (runtime) => new KeepsNothing(runtime) })
    .compile();
  const adapter = new FrontDoorAdapter();
  const app = modules.createNestApplication(adapter, { bodyParser: false, logger: false });
  return serve(app, adapter, settings);
});
