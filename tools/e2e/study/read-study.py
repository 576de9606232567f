"""Opens a journal with Optuna, says what it finds, and goes on with it for some trials. argv: path, number of trials."""

import json
import sys
import warnings

import optuna

warnings.simplefilter("ignore")
optuna.logging.set_verbosity(optuna.logging.ERROR)
path, more = sys.argv[1], int(sys.argv[2])
storage = optuna.storages.JournalStorage(optuna.storages.JournalFileStorage(path))
study = optuna.load_study(study_name="optuna", storage=storage)


def said(trial):
    return {
        "number": trial.number,
        "state": trial.state.name,
        "value": trial.values[0] if trial.values else None,
        "params": trial.params,
        "distributions": {k: repr(v) for k, v in trial.distributions.items()},
        "user_attrs": trial.user_attrs,
        "started": trial.datetime_start.isoformat() if trial.datetime_start else None,
        "completed": trial.datetime_complete.isoformat() if trial.datetime_complete else None,
    }


found = {
    "version": optuna.__version__,
    "direction": study.direction.name,
    "user_attrs": study.user_attrs,
    "trials": [said(t) for t in study.trials],
    "best": study.best_trial.number,
}
added = []
for i in range(more):
    trial = study.ask()
    x = trial.suggest_float("x", -1, 1)
    n = trial.suggest_int("n", 1, 9)
    trial.suggest_float("rate", 1e-5, 1, log=True)
    trial.suggest_float("quarter", 0, 1, step=0.25)
    trial.suggest_int("fives", 0, 10, step=5)
    trial.suggest_int("size", 1, 100, log=True)
    trial.suggest_categorical("kind", ["a", "b", 3, True])
    trial.set_user_attr("by", "optuna")
    if i % 3 == 0:
        study.tell(trial, state=optuna.trial.TrialState.PRUNED)
    elif i % 3 == 1:
        study.tell(trial, 1000 + i)
    else:
        trial.report(float("nan"), 1)
        study.tell(trial, state=optuna.trial.TrialState.FAIL)
    added.append({"number": trial.number, "x": x, "n": n})
print(json.dumps({"found": found, "added": added, "best": study.best_trial.number}))
