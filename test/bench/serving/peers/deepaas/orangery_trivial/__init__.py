"""The trivial model as DEEPaaS loads it."""

from webargs import fields


def get_metadata():
    return {"name": "trivial", "version": "1.0.0"}


def get_predict_args():
    return {"x": fields.Float(required=True)}


def predict(**arguments):
    return {"label": "a", "probability": 1}
