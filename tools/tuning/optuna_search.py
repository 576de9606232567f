"""Searches with Optuna's TPE sampler: one search a line on standard input, then a value for each of its trials.

Every line in and out is JSON. A search is {"space", "seed", "trials", "multivariate", "mended"}; its trials are answered
with their parameters. The first line out says which Optuna this is.
"""

import json
import sys
import warnings

import numpy
import optuna
from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution
from optuna.samplers._tpe import _truncnorm

as_released = _truncnorm.logpdf


def mended(x, a, b, loc=0, scale=1):
    """The logarithm of a density, which before 3.5 lacked the scale: github.com/optuna/optuna/issues/5109."""
    return as_released(x, a, b, loc, scale) - numpy.log(scale)


def distribution(dimension):
    if dimension["type"] == "categorical":
        return CategoricalDistribution(dimension["choices"])
    kind = FloatDistribution if dimension["type"] == "float" else IntDistribution
    rest = {name: dimension[name] for name in ("log", "step") if name in dimension}
    return kind(dimension["low"], dimension["high"], **rest)


def say(value):
    print(json.dumps(value), flush=True)


def search(task):
    _truncnorm.logpdf = mended if task["mended"] else as_released
    space = {dimension["name"]: distribution(dimension) for dimension in task["space"]}
    sampler = optuna.samplers.TPESampler(seed=task["seed"], multivariate=task["multivariate"], constant_liar=True)
    study = optuna.create_study(direction="maximize", sampler=sampler)
    for _ in range(task["trials"]):
        trial = study.ask(space)
        say(trial.params)
        study.tell(trial, json.loads(sys.stdin.readline()))


warnings.filterwarnings("ignore")
optuna.logging.set_verbosity(optuna.logging.ERROR)
say({"optuna": optuna.__version__})
for line in iter(sys.stdin.readline, ""):
    search(json.loads(line))
