import math


class KnobValue:
    """A value in an architecture: the same object stands for the same thing."""

    def __init__(self, value):
        self.value = value


class BaseKnob:
    """Each knob draws a value from its range."""

    def draw(self, random):
        raise NotImplementedError


class CategoricalKnob(BaseKnob):
    def __init__(self, values):
        self.values = [plain(value) for value in values]

    def draw(self, random):
        return random.choice(self.values)


class FixedKnob(BaseKnob):
    def __init__(self, value):
        self.value = plain(value)

    def draw(self, random):
        return self.value


class IntegerKnob(BaseKnob):
    def __init__(self, value_min, value_max, is_exp=False):
        self.value_min, self.value_max, self.is_exp = value_min, value_max, is_exp

    def draw(self, random):
        if not self.is_exp:
            return random.randint(self.value_min, self.value_max)
        return round(drawn_exponent(random, self.value_min, self.value_max))


class FloatKnob(BaseKnob):
    def __init__(self, value_min, value_max, is_exp=False):
        self.value_min, self.value_max, self.is_exp = value_min, value_max, is_exp

    def draw(self, random):
        if not self.is_exp:
            return random.uniform(self.value_min, self.value_max)
        return drawn_exponent(random, self.value_min, self.value_max)


class KnobPolicy:
    SHARE_PARAMS = "SHARE_PARAMS"
    EARLY_STOP = "EARLY_STOP"
    SKIP_TRAIN = "SKIP_TRAIN"
    QUICK_EVAL = "QUICK_EVAL"
    DOWNSCALE = "DOWNSCALE"


class PolicyKnob(BaseKnob):
    """A saving that a trial may make; here each is trained in full."""

    def __init__(self, policy):
        self.policy = policy

    def draw(self, random):
        return False


class ArchKnob(BaseKnob):
    def __init__(self, items):
        self.items = items

    def draw(self, random):
        return [plain(random.choice(choices)) for choices in self.items]


def plain(value):
    return value.value if isinstance(value, KnobValue) else value


def drawn_exponent(random, least, most):
    # a range from 0 has no logarithm
    low = math.log(max(least, 1e-12))
    return min(most, max(least, math.exp(random.uniform(low, math.log(most)))))
