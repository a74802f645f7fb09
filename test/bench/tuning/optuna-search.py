"""Plays Optuna's TPE sampler: a search space and seeds come in as JSON, trials are asked and told by lines.

Started by test/bench/tuning.ts where Python with Optuna is present.
"""

import json
import sys

import optuna

optuna.logging.set_verbosity(optuna.logging.ERROR)


def suggest(trial, name, knob):
    if knob["type"] == "categorical":
        return trial.suggest_categorical(name, knob["values"])
    is_log = knob.get("scale") == "log"
    if knob["type"] == "integer":
        return trial.suggest_int(name, knob["min"], knob["max"], log=is_log)
    return trial.suggest_float(name, knob["min"], knob["max"], log=is_log)


def ask(study, space, order):
    trial = study.ask()
    knobs = {}
    for name in order:
        condition = space[name].get("when")
        if condition is None or knobs.get(condition["knob"]) in condition["in"]:
            knobs[name] = suggest(trial, name, space[name])
    return trial, knobs


def main():
    for line in sys.stdin:
        order = json.loads(line)
        sampler = optuna.samplers.TPESampler(seed=order["seed"])
        study = optuna.create_study(direction="maximize", sampler=sampler)
        study.enqueue_trial(order["first"])
        for _ in range(order["trials"]):
            trial, knobs = ask(study, order["space"], order["order"])
            print(json.dumps(knobs), flush=True)
            study.tell(trial, json.loads(sys.stdin.readline()))


main()
