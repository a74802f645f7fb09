"""The interface of a model of SINGA-Auto, and its knobs."""

from . import utils
from .knobs import ArchKnob, BaseKnob, CategoricalKnob, FixedKnob, FloatKnob, IntegerKnob, KnobPolicy, KnobValue, PolicyKnob
from .model import BaseModel

__all__ = [
    "ArchKnob",
    "BaseKnob",
    "BaseModel",
    "CategoricalKnob",
    "FixedKnob",
    "FloatKnob",
    "IntegerKnob",
    "KnobPolicy",
    "KnobValue",
    "PolicyKnob",
    "utils",
]
