import abc


class BaseModel(abc.ABC):
    """A model whose instance has the knobs of one trial."""

    def __init__(self, **knobs):
        self.knobs = knobs

    @staticmethod
    @abc.abstractmethod
    def get_knob_config():
        """Knobs by name: what is searched."""

    @abc.abstractmethod
    def train(self, dataset_path, shared_params=None, **train_args):
        """Learns from the data at a path."""

    @abc.abstractmethod
    def evaluate(self, dataset_path, **arguments):
        """How good it is on other data: the higher the better."""

    @abc.abstractmethod
    def predict(self, queries):
        """An answer that JSON can say for each query, in their order."""

    @abc.abstractmethod
    def dump_parameters(self):
        """All that was learnt: texts, numbers and arrays by name."""

    @abc.abstractmethod
    def load_parameters(self, params):
        """Takes what dump_parameters gave, in an instance with the same knobs."""

    def destroy(self):
        """Frees what the instance holds."""

    @staticmethod
    def teardown():
        """Frees what the class holds."""
