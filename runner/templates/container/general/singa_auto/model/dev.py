"""`test_model_class` tries a model on this machine, as its file calls it at its end."""

import importlib.util
import json
import random


def test_model_class(
    model_file_path,
    model_class,
    train_dataset_path,
    val_dataset_path,
    queries=(),
    train_args=None,
    **others,
):
    """Trains one trial, measures it, and answers the queries with what was dumped and loaded again."""
    spec = importlib.util.spec_from_file_location("tried_model", model_file_path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    kind = getattr(module, model_class)
    knobs = {name: knob.draw(random) for name, knob in kind.get_knob_config().items()}
    print(f"knobs: {json.dumps(knobs)}")
    trained = kind(**knobs)
    trained.train(train_dataset_path, **(train_args or {}))
    print(f"score: {trained.evaluate(val_dataset_path)}")
    model = kind(**knobs)
    model.load_parameters(trained.dump_parameters())
    trained.destroy()
    predictions = model.predict(list(queries)) if queries else []
    for prediction in predictions:
        print(json.dumps(prediction))
    return predictions, model
